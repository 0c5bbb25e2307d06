import type { FilesPlace } from './files-store.js'

/** What every dialog about files gets. */
export interface DialogProps extends FilesPlace {
  /** The folder that they are in. */
  folder: string
  /** The folder is another one now; the name to go to, if there is one. */
  onChanged: (landOn?: string) => void
  onClose: () => void
}
