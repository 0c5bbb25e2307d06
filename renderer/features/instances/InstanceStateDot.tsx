import type { Instance } from '../../../contract/instances.js'
import { StatusDot } from '../../ui/StatusDot.js'
import { bindStore } from '../bindings/binds.js'
import { useStore } from '../store.js'
import { stateTone } from './instance-words.js'

/** The state of an instance; while a key is being bound to it that is said instead, since it stops and starts again. */
export function InstanceStateDot({ instance }: { instance: Pick<Instance, 'id' | 'state' | 'cloudState'> }) {
  const { id, state, cloudState } = instance
  const bound = useStore(bindStore).jobs.some(
    ({ instanceId, result }) => instanceId === id && result === null,
  )
  if (bound) return <StatusDot tone="busy">binding</StatusDot>
  return (
    <span title={cloudState}>
      <StatusDot tone={stateTone(state)}>{state}</StatusDot>
    </span>
  )
}
