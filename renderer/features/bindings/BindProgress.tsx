import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { BindJob, BindResult } from '../../../contract/bindings.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Dialog } from '../../ui/Dialog.js'
import { Details, detailsText, ErrorMessage } from '../../ui/ErrorMessage.js'
import toned from '../../ui/tones.module.css'
import { useKeys } from '../keys/key-queries.js'
import { openTerminal } from '../sessions/sessions.js'
import { cancelSentence, leftSentence } from './bind-words.js'
import classes from './bindings.module.css'
import { hideBind, openBindSheet } from './binds.js'
import { JobSteps } from './JobSteps.js'

/** How far a binding has come, and how it ended. Closing it doesn't stop it. */
export function BindProgress({ job, keyName }: { job: BindJob; keyName: string }) {
  return (
    <Dialog size="lg" title={`Bind ${keyName} to ${job.instanceName}`} onClose={() => hideBind(job.id)}>
      <Stack gap="md">
        <JobSteps steps={job.steps} />
        {job.result === null ? <Running job={job} /> : <Ended job={job} result={job.result} />}
      </Stack>
    </Dialog>
  )
}

function Running({ job }: { job: BindJob }) {
  const cancel = useMutation(api.bindings.cancel.mutationOptions())
  const cancelling = job.cancelling || cancel.isPending || cancel.isSuccess
  return (
    <>
      {cancel.error !== null && <ErrorMessage problem={errorInfo(cancel.error)} />}
      <p className={classes.dim} role="status">
        {cancelling ? 'Cancelling after the step that runs now.' : cancelSentence(job)}
      </p>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" disabled={cancelling} onClick={() => cancel.mutate({ id: job.id })}>
          Cancel the binding
        </Button>
        <Button onClick={() => hideBind(job.id)} data-autofocus>
          Go on in the background
        </Button>
      </Group>
    </>
  )
}

const tones = {
  proven: 'ok',
  removed: 'ok',
  'not-proven': 'warn',
  cancelled: 'idle',
  failed: 'danger',
} as const

function Ended({ job, result }: { job: BindJob; result: BindResult }) {
  const { keyId, instanceId, instanceName, user } = job
  const key = useKeys().data?.find(({ id }) => id === keyId)
  const left = leftSentence(result, instanceName)
  const problem = result.problem === undefined ? null : detailsText(result.problem)
  const done = () => hideBind(job.id)
  const connect = () => {
    done()
    openTerminal({ instanceId, instanceName }) // as the user that the login has proven
  }
  const again = () => {
    done()
    openBindSheet({ instanceId, instanceName, user, keyId })
  }
  const onExisting = (choice: 'keep' | 'replace') => {
    done()
    openBindSheet({ instanceId, instanceName, user, keyId, how: { by: 'ssh', onExisting: choice } })
  }
  return (
    <>
      <div className={`${classes.result} ${toned.toned}`} data-tone={tones[result.outcome]} role="alert">
        <strong>{result.message}</strong>
        {result.advice !== undefined && <span>{result.advice}</span>}
        {left !== null && <span>{left}</span>}
        {problem !== null && <Details text={problem} />}
      </div>
      <Group justify="flex-end" gap="sm">
        {problem !== null && <CopyButton words label="Copy details" value={problem} />}
        {result.outcome === 'not-proven' && key !== undefined && (
          <CopyButton words label="Copy the authorized_keys line" value={key.publicKey} />
        )}
        <Button variant="default" onClick={done} autoFocus={result.outcome !== 'proven'}>
          Close
        </Button>
        {result.problem?.code === 'authorized-keys-restricted' && (
          <>
            <Button variant="default" onClick={() => onExisting('keep')}>
              Keep the line…
            </Button>
            <Button variant="default" onClick={() => onExisting('replace')}>
              Replace the line…
            </Button>
          </>
        )}
        {result.outcome === 'proven' ? (
          <Button onClick={connect} autoFocus>
            Connect
          </Button>
        ) : (
          <Button variant="default" onClick={again}>
            Bind again…
          </Button>
        )}
      </Group>
    </>
  )
}
