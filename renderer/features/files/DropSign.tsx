import { shownName } from '../../../contract/file-names.js'
import { say } from '../../../contract/words/say.js'
import classes from './files.module.css'

interface Props {
  kind: 'upload' | 'move' | 'copy'
  folder: string
  box: DOMRect
}

/** What a drop would do, and a frame round what it is on. */
export function DropSign({ kind, folder, box: { left, top, width, height } }: Props) {
  const where = folder === '~' ? say`the home folder` : shownName(folder)
  return (
    <>
      <div className={classes.drop} style={{ left, top, width, height }} />
      <div className={classes.dropWords}>
        {kind === 'upload' && say`Drop to upload to ${where}`}
        {kind === 'move' && say`Drop to move to ${where}`}
        {kind === 'copy' && say`Drop to copy to ${where}`}
      </div>
    </>
  )
}
