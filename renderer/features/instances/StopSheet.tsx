import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useReachedThrough } from '../connection/use-reached-through.js'
import { paneState } from '../sessions/panes.js'
import { terminalStore } from '../sessions/terminals.js'
import { useStore } from '../store.js'
import { changePower } from './power.js'
import { whatStoppingDoes } from './power-words.js'

/** Says what stopping an instance means, before it is done. */
export function StopSheet({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const { panes } = useStore(terminalStore)
  const { id, name } = instance
  const terminals = panes.filter((pane) => pane.target.instanceId === id && paneState(pane) === 'open').length
  const through = useReachedThrough({ instanceIds: [id] })
  return (
    <ConfirmSheet
      title={say`Stop ${name}?`}
      consequences={[...whatStoppingDoes(name, terminals), ...through]}
      verb={say`Stop the instance`}
      danger
      onConfirm={async () => changePower(instance, 'stopped')}
      onClose={onClose}
    />
  )
}
