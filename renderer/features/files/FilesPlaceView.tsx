import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { FilesAccess } from '../../../contract/files.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { useIteration } from '../../api/use-iteration.js'
import { EmptyState } from '../../ui/EmptyState.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { focusGridIn } from '../../ui/section-focus.js'
import { phaseLines } from '../sessions/phases.js'
import { FilesBrowser } from './FilesBrowser.js'
import classes from './files.module.css'
import { closeFiles, type FilesPlace } from './files-store.js'

/** The files of one instance: the way to them first, then they themselves. They stay in sight when the way is lost. */
export function FilesPlaceView({ place, shown }: { place: FilesPlace; shown: boolean }) {
  const { instanceId, instanceName } = place
  const [attempt, setAttempt] = useState(0)
  const [wasOpen, setWasOpen] = useState(false)
  const [givenUp, setGivenUp] = useState(false)
  const access = useIteration<FilesAccess, FilesAccess>({
    open: (signal) => rpc.files.access({ instanceId }, { signal }),
    of: givenUp ? null : `${attempt}`,
    add: (_before, came) => came,
  })
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (shown) focusGridIn(box.current)
  }, [shown])
  const state = givenUp || access.ended ? 'closed' : (access.value?.state ?? 'connecting')
  if (state === 'open' && !wasOpen) setWasOpen(true)
  const problem = access.problem ?? access.value?.problem ?? undefined
  const running = phaseLines(access.value?.phase ?? null).find((line) => line.state === 'running')
  const phase = running === undefined ? '' : `: ${running.label.toLowerCase()}`
  return (
    <div ref={box} tabIndex={-1} className={classes.view} hidden={!shown}>
      {state === 'closed' && (
        <div className={classes.problem}>
          <ErrorMessage
            problem={
              problem ?? {
                code: 'ssh-closed',
                message: givenUp
                  ? say`Not connected to ${instanceName}: you stopped that.`
                  : say`The connection to ${instanceName} has ended.`,
                retryable: true,
              }
            }
            retryLabel={wasOpen ? say`Reconnect` : say`Connect again`}
            onRetry={() => {
              setGivenUp(false)
              setAttempt((before) => before + 1)
            }}
          />
        </div>
      )}
      {state === 'connecting' && !wasOpen && (
        <EmptyState
          action={
            <Button variant="default" onClick={() => closeFiles(instanceId)}>
              {say`Cancel`}
            </Button>
          }
        >
          {say`Connecting to ${instanceName}`}
          {phase}
        </EmptyState>
      )}
      {state === 'connecting' && wasOpen && (
        <>
          <ProgressBar label={say`Reconnecting`} progress={null} />
          <div className={classes.told}>
            <span role="status">
              {say`Reconnecting to ${instanceName}`}
              {phase}
            </span>
            <Button h={24} px="sm" variant="default" onClick={() => setGivenUp(true)}>
              {say`Cancel`}
            </Button>
          </div>
        </>
      )}
      {wasOpen && (
        <FilesBrowser
          place={place}
          attempt={attempt}
          open={state === 'open'}
          target={access.value?.target ?? null}
          home={access.value?.home ?? null}
        />
      )}
    </div>
  )
}
