import { shownName } from '../../../contract/file-names.js'
import classes from './files.module.css'

interface Props {
  kind: 'upload' | 'move'
  folder: string
  box: DOMRect
}

/** What a drop would do, and a frame round what it is on. */
export function DropSign({ kind, folder, box: { left, top, width, height } }: Props) {
  return (
    <>
      <div className={classes.drop} style={{ left, top, width, height }} />
      <div className={classes.dropWords}>
        {kind === 'upload' ? 'Drop to upload to' : 'Drop to move to'}{' '}
        {folder === '~' ? 'the home folder' : shownName(folder)}
      </div>
    </>
  )
}
