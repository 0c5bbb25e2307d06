import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { SessionLog } from '../../../contract/session-logs.js'
import { say } from '../../../contract/words/say.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Notice } from '../../ui/Notice.js'
import { hear } from '../../words/language.js'
import { rich } from '../../words/rich.js'

/** The log that is written of a session, or that has failed. */
export function useLogOf(sessionId: string | undefined): SessionLog | undefined {
  const { value } = useStream(api.sessionLogs.watch, undefined)
  return value?.find((log) => log.sessionId === sessionId)
}

/** Says over a terminal that it is being written to a file, or why no longer. */
export function LogMark({ log, onEnd }: { log: SessionLog; onEnd: () => void }) {
  const stop = useMutation({ ...api.sessionLogs.stop.mutationOptions(), onSuccess: onEnd })
  const { problem, path, sessionId } = log
  const actions = (
    <>
      <CopyButton label={say`Copy the path of the log`} value={path} />
      <Button h={24} px="sm" variant="default" onClick={() => stop.mutate({ sessionId })}>
        {problem === null ? say`Stop the log` : say`Dismiss`}
      </Button>
    </>
  )
  if (problem !== null)
    return (
      <Notice tone="danger" role="alert" actions={actions}>
        {say`The log to ${path} has ended, and the session goes on. ${hear(problem.message)}`}
      </Notice>
    )
  return (
    <Notice tone="warn" role="status" actions={actions}>
      {rich`${<span aria-hidden="true">●</span>} Logging to ${path}`}
    </Notice>
  )
}
