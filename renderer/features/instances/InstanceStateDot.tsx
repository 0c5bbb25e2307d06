import type { Instance } from '../../../contract/instances.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { stateTone } from './instance-words.js'

interface Props {
  instance: Pick<Instance, 'state'>
  /** A key is being bound to it: said instead of the state, since it stops and starts again. */
  binding: boolean
}

/** The state of an instance, as a dot and a word. */
export function InstanceStateDot({ instance: { state }, binding }: Props) {
  return binding ? (
    <StatusDot tone="busy">binding</StatusDot>
  ) : (
    <StatusDot tone={stateTone(state)}>{state}</StatusDot>
  )
}
