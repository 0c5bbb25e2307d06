import { IconFile, IconFolderFilled, IconLink, IconPlug } from '@tabler/icons-react'
import { say } from '../../../contract/words/say.js'
import { exactTimeText, timeText } from '../../ui/age.js'
import { byteText } from '../../ui/byte-text.js'
import type { Column } from '../../ui/column.js'
import { type FileRow, kindWords } from './file-rows.js'
import classes from './files.module.css'
import { octalText, permissionText } from './permission-words.js'

/** What a folder's table shows; the narrower it is, the less. */
export const fileColumns: Column<FileRow>[] = [
  {
    id: 'name',
    header: say`Name`,
    width: 'minmax(140px, 1fr)',
    value: ({ shown }) => shown,
    cell: (row) => <NameCell row={row} />,
  },
  {
    id: 'size',
    header: say`Size`,
    width: '84px',
    hideBelow: 300,
    value: ({ folder, size }) => (folder ? -1 : (size ?? -1)),
    cell: ({ folder, size }) => (
      <span className={classes.number}>{folder || size === null ? '' : byteText(size)}</span>
    ),
  },
  {
    id: 'modified',
    header: say`Modified`,
    width: '166px',
    hideBelow: 420,
    value: ({ modified }) => modified ?? '',
    cell: ({ modified }) =>
      modified === null ? '' : <span title={exactTimeText(modified)}>{timeText(modified)}</span>,
  },
  {
    id: 'permissions',
    header: say`Permissions`,
    width: '104px',
    hideBelow: 600,
    value: ({ permissions }) => permissions ?? -1,
    cell: ({ permissions }) =>
      permissions === null ? (
        ''
      ) : (
        <span className={classes.mono} title={octalText(permissions)}>
          {permissionText(permissions)}
        </span>
      ),
  },
  {
    id: 'owner',
    header: say`Owner`,
    width: '96px',
    hideBelow: 700,
    value: ({ uid }) => uid ?? -1,
    cell: ({ uid, gid }) =>
      uid === null ? '' : <span title={say`Numbers of user and group`}>{`${uid}:${gid ?? ''}`}</span>,
  },
]

const icons = { file: IconFile, folder: IconFolderFilled, other: IconPlug, link: IconLink }

function NameCell({ row }: { row: FileRow }) {
  const Icon = icons[row.kind]
  return (
    <span className={classes.name} title={`${row.shown}\n${kindWords(row)}`}>
      <Icon size={16} aria-label={kindWords(row)} data-folder={row.kind === 'folder' || undefined} />
      <bdi>{row.shown}</bdi>
      {row.kind === 'link' && (
        <span className={classes.aside}>{row.leadsTo === null ? say`leads nowhere` : say`link`}</span>
      )}
    </span>
  )
}
