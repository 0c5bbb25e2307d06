import { pathIn } from '../../../contract/file-names.js'
import { lazily } from '../../ui/lazily.js'
import { DownloadSheet } from './DownloadSheet.js'
import type { DialogProps } from './dialog-props.js'
import type { FileDialog } from './file-menu.js'
import type { FileRow } from './file-rows.js'
import type { FilesPlace } from './files-store.js'
import { MoveSheet } from './MoveSheet.js'
import { MakeFolderSheet, RenameSheet } from './NameSheets.js'
import { PermissionsSheet } from './PermissionsSheet.js'
import { PropertiesDialog } from './PropertiesDialog.js'
import { RemoveSheet } from './RemoveSheet.js'

const TextDialog = lazily(async () => (await import('./TextDialog.js')).TextDialog)

interface Props extends Pick<DialogProps, 'onChanged' | 'onClose'> {
  place: FilesPlace
  dialog: FileDialog
  onDownload: (rows: FileRow[], to: string) => void
  onMove: (rows: FileRow[], to: string) => void
}

/** The dialog that is open about files. */
export function FileDialogs({
  place,
  dialog: { kind, rows, folder },
  onChanged,
  onDownload,
  onMove,
  onClose,
}: Props) {
  const common = { ...place, folder, onChanged, onClose }
  const [row] = rows
  if (kind === 'make') return <MakeFolderSheet {...common} />
  if (row === undefined) return null
  if (kind === 'download') return <DownloadSheet {...{ rows, onDownload, onClose }} />
  if (kind === 'move') return <MoveSheet {...common} rows={rows} onMove={onMove} />
  if (kind === 'rename') return <RenameSheet {...common} row={row} />
  if (kind === 'remove') return <RemoveSheet {...common} rows={rows} />
  if (kind === 'permissions') return <PermissionsSheet {...common} rows={rows} />
  if (kind === 'properties') return <PropertiesDialog {...common} row={row} />
  return <TextDialog {...common} path={pathIn(folder, row.name)} shown={row.shown} />
}
