import { plural, say } from '../../../contract/words/say.js'
import { byteText } from '../../ui/byte-text.js'
import { numberText } from '../../ui/number-text.js'
import type { FileRow } from './file-rows.js'
import classes from './files.module.css'
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
        {say`${plural(shown.length, '# item', '# items')}`}
        {left > 0 && `, ${say`${numberText(left)} not shown`}`}
        {chosen.length > 0 && ` · ${say`${numberText(chosen.length)} selected, ${byteText(bytes)}`}`}
      </span>
      {folder.refused > 0 && (
        <span className={classes.warn}>
          {say`${plural(folder.refused, 'One name from the server can be the name of no file, and is left out.', '# names from the server can be the name of no file, and are left out.')}`}
        </span>
      )}
      {folder.cut && (
        <span className={classes.warn}>
          {say`The server named more than a million files; the rest is left out.`}
        </span>
      )}
      {target !== null && <span>{target}</span>}
    </footer>
  )
}
