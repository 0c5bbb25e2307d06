import { MOST_TEXT_BYTES } from '../../../contract/files.js'
import { say } from '../../../contract/words/say.js'
import type { MenuItem } from '../../terminal/PaneMenu.js'
import { fileKeys, tableKeys } from '../help/written-keys.js'
import type { FileRow } from './file-rows.js'

/** What is asked about files, or shown of them, over the window. */
export interface FileDialog {
  kind: 'make' | 'rename' | 'move' | 'remove' | 'permissions' | 'properties' | 'text' | 'download'
  rows: FileRow[]
  /** The folder that they are in. */
  folder: string
}

interface Commands {
  open: (row: FileRow) => void
  act: (kind: FileDialog['kind'], rows: FileRow[]) => void
  copyPath: (row: FileRow) => void
  download: (rows: FileRow[]) => void
  copy: (rows: FileRow[]) => void
}

/** What Enter and double click do: folders are gone into, files that may be text are edited, of others one is told. */
export function openWith({ folder, kind, leadsTo, size }: FileRow): 'folder' | 'text' | 'properties' {
  if (folder) return 'folder'
  // A link's size is its own, not that of what it leads to: reading says if that is too large.
  const small = kind === 'link' || (size ?? 0) <= MOST_TEXT_BYTES
  return leadsTo === 'file' && small ? 'text' : 'properties'
}

/** What can be done with one file, or with several. */
export function fileMenu(rows: FileRow[], { open, act, copyPath, download, copy }: Commands): MenuItem[][] {
  const [row] = rows
  if (row === undefined) return []
  const alone = rows.length === 1
  const way = openWith(row)
  return [
    alone && way !== 'properties'
      ? [{ label: way === 'folder' ? say`Open` : say`Edit…`, keys: tableKeys.open, onPick: () => open(row) }]
      : [],
    [
      { label: say`Download`, onPick: () => download(rows) },
      { label: say`Download to…`, onPick: () => act('download', rows) },
      { label: say`Copy`, keys: fileKeys.copy, onPick: () => copy(rows) },
    ],
    [
      ...(alone ? [{ label: say`Rename…`, keys: fileKeys.rename, onPick: () => act('rename', rows) }] : []),
      { label: say`Move to…`, keys: fileKeys.move, onPick: () => act('move', rows) },
      { label: say`Permissions…`, onPick: () => act('permissions', rows) },
    ],
    alone
      ? [
          { label: say`Copy path`, onPick: () => copyPath(row) },
          { label: say`Properties`, keys: tableKeys.details, onPick: () => act('properties', rows) },
        ]
      : [],
    [{ label: say`Delete…`, keys: tableKeys.remove, danger: true, onPick: () => act('remove', rows) }],
  ]
}
