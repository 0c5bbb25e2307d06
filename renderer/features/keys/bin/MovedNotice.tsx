import type { KeyState } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { UndoNotice } from '../../../ui/UndoNotice.js'
import type { Moved } from './use-key-moves.js'

const words: Record<KeyState, string> = {
  active: say`is active again`,
  archived: say`is archived`,
  bin: say`is in the bin`,
}

interface Props {
  moved: Moved
  onUndo: () => void
  onDismiss: () => void
}

/** What was done with a key pair. */
export function MovedNotice({ moved, onUndo, onDismiss }: Props) {
  return (
    <UndoNotice done={moved} onUndo={onUndo} onDismiss={onDismiss}>
      {moved.name} {words[moved.to]}.
    </UndoNotice>
  )
}
