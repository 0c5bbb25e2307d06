import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { timeText } from '../../ui/age.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { stateTone, stateWord } from './instance-words.js'
import { ACCOUNT_DISABLED } from './rows.js'

interface Props {
  instance: Pick<Instance, 'state' | 'readAt' | 'ownHost'>
  /** A key is being bound to it: said instead of the state, since it stops and starts again. */
  binding: boolean
  /** Its account is. */
  disabled: boolean
}

/** The state of an instance, as a dot and a word; where its cloud does not answer now, what it was. */
export function InstanceStateDot({ instance: { state, readAt, ownHost }, binding, disabled }: Props) {
  if (disabled) return <StatusDot tone="idle">{ACCOUNT_DISABLED}</StatusDot>
  if (binding) return <StatusDot tone="busy">{say`binding`}</StatusDot>
  if (ownHost !== undefined) return <StatusDot tone="idle">{say`own host`}</StatusDot>
  if (readAt === undefined) return <StatusDot tone={stateTone(state)}>{stateWord(state)}</StatusDot>
  return (
    <span title={say`As it was read at ${timeText(readAt)}: its cloud has not answered since.`}>
      <StatusDot tone="warn">{say`was ${stateWord(state)}`}</StatusDot>
    </span>
  )
}
