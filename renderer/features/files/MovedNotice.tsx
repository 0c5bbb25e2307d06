import { Button } from '@mantine/core'
import { shownName } from '../../../contract/file-names.js'
import { numberText } from '../../ui/number-text.js'
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
      ? `Moving ${countWords(rows)} to ${where}`
      : `${rows.length === 0 ? 'Nothing' : countWords(rows)} ${state === 'back' ? 'moved back' : 'moved'} to ${where}.`
  return (
    <div className={classes.told}>
      <div>
        <span role="status">{words}</span>
        {first !== undefined && (
          <div role="alert" className={classes.warn}>
            {first.row.shown}: {first.problem.message}{' '}
            {first.problem.code === 'remote-exists' ? 'It stays where it was.' : first.problem.advice}
            {failures.length > 1 && ` ${numberText(failures.length - 1)} more could not be moved.`}
          </div>
        )}
      </div>
      {state === 'moved' && rows.length > 0 && (
        <Button h={24} px="sm" variant="default" onClick={onUndo}>
          Undo
        </Button>
      )}
      {state !== 'moving' && (
        <Button h={24} px="sm" variant="default" onClick={onClose}>
          Close
        </Button>
      )}
    </div>
  )
}
