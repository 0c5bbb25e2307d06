import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Instance } from '../../../contract/instances.js'
import { say } from '../../../contract/words/say.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useReachedThrough } from '../connection/use-reached-through.js'
import { paneState } from '../sessions/panes.js'
import { terminalStore } from '../sessions/terminals.js'
import { useStore } from '../store.js'
import { changePower } from './power.js'
import { whatStoppingDoes } from './power-words.js'

/** Starts an instance that is stopped, and stops one that runs after saying what that means. */
export function PowerButton({ instance }: { instance: Instance }) {
  const [asked, setAsked] = useState(false)
  const { panes } = useStore(terminalStore)
  const { id, name, state } = instance
  const terminals = panes.filter((pane) => pane.target.instanceId === id && paneState(pane) === 'open').length
  const through = useReachedThrough(asked ? { instanceIds: [id] } : null)
  if (state === 'stopped')
    return (
      <Button variant="default" onClick={() => void changePower(instance, 'running')}>
        {say`Start`}
      </Button>
    )
  if (state !== 'running') return null
  return (
    <>
      <Button variant="default" onClick={() => setAsked(true)}>
        {say`Stop…`}
      </Button>
      {asked && (
        <ConfirmSheet
          title={say`Stop ${name}?`}
          consequences={[...whatStoppingDoes(name, terminals), ...through]}
          verb={say`Stop the instance`}
          danger
          onConfirm={async () => void changePower(instance, 'stopped')}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  )
}
