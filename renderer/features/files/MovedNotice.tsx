import { Button } from '@mantine/core'
import { shownName } from '../../../contract/file-names.js'
import { plural, say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'
import { countWords } from './file-rows.js'
import classes from './files.module.css'
import type { Move } from './use-moves.js'

/** What became of the last move, with the way back. */
export function MovedNotice({
  move,
  onUndo,
  onClose,
}: {
  move: Move
  onUndo: () => void
  onClose: () => void
}) {
  const { state, rows, to, failures } = move
  const [first] = failures
  const where = shownName(to)
  const words =
    state === 'moving'
      ? say`Moving ${countWords(rows)} to ${where}`
      : movedWords(rows, state === 'back', where)
  return (
    <div className={classes.told}>
      <div>
        <span role="status">{words}</span>
        {first !== undefined && (
          <div role="alert" className={classes.warn}>
            {first.row.shown}: {hear(first.problem.message)}{' '}
            {first.problem.code === 'remote-exists'
              ? say`It stays where it was.`
              : hear(first.problem.advice ?? '')}
            {failures.length > 1 &&
              ` ${say`${plural(failures.length - 1, '# more could not be moved.', '# more could not be moved.')}`}`}
          </div>
        )}
      </div>
      {state === 'moved' && rows.length > 0 && (
        <Button h={24} px="sm" variant="default" onClick={onUndo}>
          {say`Undo`}
        </Button>
      )}
      {state !== 'moving' && (
        <Button h={24} px="sm" variant="default" onClick={onClose}>
          {say`Close`}
        </Button>
      )}
    </div>
  )
}

function movedWords(rows: Move['rows'], back: boolean, where: string): string {
  if (rows.length === 0) return back ? say`Nothing moved back to ${where}.` : say`Nothing moved to ${where}.`
  const what = countWords(rows)
  return back ? say`${what} moved back to ${where}.` : say`${what} moved to ${where}.`
}
