import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { FilesAccess } from '../../../contract/files.js'
import { rpc } from '../../api/client.js'
import { useIteration } from '../../api/use-iteration.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { phaseLines } from '../sessions/phases.js'
import { FilesBrowser } from './FilesBrowser.js'
import classes from './files.module.css'
import { closeFiles, type FilesPlace } from './files-store.js'

/** The files of one instance: the way to them first, then they themselves. They stay in sight when the way is lost. */
export function FilesPlaceView({ place, shown }: { place: FilesPlace; shown: boolean }) {
  const { instanceId, instanceName } = place
  const [attempt, setAttempt] = useState(0)
  const [wasOpen, setWasOpen] = useState(false)
  const access = useIteration<FilesAccess, FilesAccess>({
    open: (signal) => rpc.files.access({ instanceId }, { signal }),
    of: `${attempt}`,
    add: (_before, came) => came,
  })
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (shown) box.current?.focus()
  }, [shown])
  const state = access.ended ? 'closed' : (access.value?.state ?? 'connecting')
  if (state === 'open' && !wasOpen) setWasOpen(true)
  const problem = access.problem ?? access.value?.problem ?? undefined
  const running = phaseLines(access.value?.phase ?? null).find((line) => line.state === 'running')
  return (
    <div ref={box} tabIndex={-1} className={classes.view} hidden={!shown}>
      {state === 'closed' && (
        <div className={classes.problem}>
          <ErrorMessage
            problem={
              problem ?? {
                code: 'ssh-closed',
                message: `The connection to ${instanceName} has ended.`,
                retryable: true,
              }
            }
            retryLabel={wasOpen ? 'Reconnect' : 'Connect again'}
            onRetry={() => setAttempt((before) => before + 1)}
          />
        </div>
      )}
      {state === 'connecting' && !wasOpen && (
        <EmptyState
          action={
            <Button variant="default" onClick={() => closeFiles(instanceId)}>
              Cancel
            </Button>
          }
        >
          Connecting to {instanceName}
          {running !== undefined && `: ${running.label.toLowerCase()}`}
        </EmptyState>
      )}
      {wasOpen && (
        <FilesBrowser
          place={place}
          attempt={attempt}
          open={state === 'open'}
          target={access.value?.target ?? null}
        />
      )}
    </div>
  )
}
