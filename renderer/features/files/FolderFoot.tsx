import { numberText } from '../../ui/number-text.js'
import type { FileRow } from './file-rows.js'
import classes from './files.module.css'
import { sizeText } from './size-text.js'
import type { Folder } from './use-folder.js'

interface Props {
  folder: Folder
  shown: FileRow[]
  marked: ReadonlySet<string>
  target: string | null
}

/** How much there is, how much of it is selected, and what of the folder is not shown. */
export function FolderFoot({ folder, shown, marked, target }: Props) {
  const chosen = shown.filter(({ id }) => marked.has(id))
  const bytes = chosen.reduce((sum, { folder, size }) => sum + (folder ? 0 : (size ?? 0)), 0)
  const left = folder.rows.length - shown.length
  return (
    <footer className={classes.foot}>
      <span role="status">
        {shown.length === 1 ? '1 item' : `${numberText(shown.length)} items`}
        {left > 0 && `, ${numberText(left)} not shown`}
        {chosen.length > 0 && ` · ${numberText(chosen.length)} selected, ${sizeText(bytes)}`}
      </span>
      {folder.refused > 0 && (
        <span className={classes.warn}>
          {folder.refused === 1 ? 'One name' : `${numberText(folder.refused)} names`} from the server can be
          the name of no file, and {folder.refused === 1 ? 'is' : 'are'} left out.
        </span>
      )}
      {folder.cut && (
        <span className={classes.warn}>
          The server named more than a million files; the rest is left out.
        </span>
      )}
      {target !== null && <span>{target}</span>}
    </footer>
  )
}
