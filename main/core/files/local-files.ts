import type { LocalFolder } from '../../../contract/files.js'
import type { Place } from './place.js'

/** The files of the computer that the host runs on, as the user that runs it. Paths are absolute. */
export interface LocalFiles extends Place {
  /** To choose from: without a path the Downloads folder, else the home folder. Throws `file-unreadable`. */
  folder(path?: string): Promise<LocalFolder>
  parentOf(path: string): string
}
