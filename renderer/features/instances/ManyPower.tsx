import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Instance } from '../../../contract/instances.js'
import { plural, say } from '../../../contract/words/say.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useInstanceLabels } from '../bindings/use-instance-labels.js'
import { useReachedThrough } from '../connection/use-reached-through.js'
import { paneState } from '../sessions/panes.js'
import { terminalStore } from '../sessions/terminals.js'
import { useStore } from '../store.js'
import type { To } from './power.js'
import { changePowers, powerBatch } from './power-batch.js'
import { whatPowerDoesToMany } from './power-words.js'

/** Starts those that are stopped, or stops those that run, after saying what that means. */
export function ManyPower({ instances }: { instances: Instance[] }) {
  const [asked, setAsked] = useState<To | null>(null)
  const busy = useStore(powerBatch) !== null
  const labelOf = useInstanceLabels(instances)
  const { panes } = useStore(terminalStore)
  const running = instances.filter(({ state }) => state === 'running')
  const stopped = instances.filter(({ state }) => state === 'stopped')
  const chosen = asked === 'running' ? stopped : running
  const others = instances.filter((instance) => !chosen.includes(instance))
  const ids = new Set(chosen.map(({ id }) => id))
  const through = useReachedThrough(asked === 'stopped' ? { instanceIds: [...ids] } : null, say`one of them`)
  const terminals = panes.filter(
    (pane) => ids.has(pane.target.instanceId) && paneState(pane) === 'open',
  ).length
  const names = (of: Instance[]) => of.map(({ id }) => labelOf(id))
  const verb =
    asked === 'running'
      ? say`Start ${plural(chosen.length, '# instance', '# instances')}`
      : say`Stop ${plural(chosen.length, '# instance', '# instances')}`
  return (
    <>
      <Button variant="default" disabled={busy || stopped.length === 0} onClick={() => setAsked('running')}>
        {say`Start…`}
      </Button>
      <Button variant="default" disabled={busy || running.length === 0} onClick={() => setAsked('stopped')}>
        {say`Stop…`}
      </Button>
      {asked !== null && (
        <ConfirmSheet
          title={`${verb}?`}
          consequences={[
            ...whatPowerDoesToMany(asked, { names: names(chosen), others: names(others), terminals }),
            ...through,
          ]}
          verb={verb}
          danger={asked === 'stopped'}
          onConfirm={async () => void changePowers(chosen, asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
