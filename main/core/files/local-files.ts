import type { LocalFolder } from '../../../contract/files.js'

/** The files of the computer that the host runs on, as the user that runs it. Paths are absolute, names UTF-8. */
export interface LocalFiles {
  /** To choose from: without a path the Downloads folder, else the home folder. Throws `file-unreadable`. */
  folder(path?: string): Promise<LocalFolder>
}
