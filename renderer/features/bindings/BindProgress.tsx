import { Button, Group, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { BindJob, BindResult } from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { CopyButton } from '../../ui/CopyButton.js'
import { Dialog } from '../../ui/Dialog.js'
import { detailsText } from '../../ui/details-text.js'
import { Details, ErrorMessage } from '../../ui/ErrorMessage.js'
import toned from '../../ui/tones.module.css'
import { hear } from '../../words/language.js'
import { useKeys } from '../keys/key-queries.js'
import { InstanceHostKeys } from '../known-hosts/InstanceHostKeys.js'
import { openTerminal } from '../sessions/sessions.js'
import { useStore } from '../store.js'
import { cancelSentence, leftSentence, workTitle } from './bind-words.js'
import classes from './bindings.module.css'
import { bindStore, hideBind, type OneTarget, openBindSheet } from './binds.js'
import { JobSteps } from './JobSteps.js'
import { OtherUsers } from './OtherUsers.js'

/** How far a binding has come, and how it ended. Closing it doesn't stop it. */
export function BindProgress({ job, keyName }: { job: BindJob; keyName: string }) {
  return (
    <Dialog
      size="lg"
      title={workTitle(job.action, keyName, job.instanceName)}
      onClose={() => hideBind(job.id)}
    >
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
        {cancelling ? say`Cancelling after the step that runs now.` : cancelSentence(job)}
      </p>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" disabled={cancelling} onClick={() => cancel.mutate({ id: job.id })}>
          {job.action === 'bind' ? say`Cancel the binding` : say`Cancel the unbinding`}
        </Button>
        <Button onClick={() => hideBind(job.id)} data-autofocus>
          {say`Go on in the background`}
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

function toneOf({ outcome, others = [] }: BindResult) {
  return others.some((other) => other.outcome === 'failed') ? 'warn' : tones[outcome]
}

function Ended({ job, result }: { job: BindJob; result: BindResult }) {
  const { action, keyId, instanceId, instanceName, user } = job
  const keys = useKeys().data
  const key = keys?.find(({ id }) => id === keyId)
  // What has logged in for it: the old key, where one takes the place of another.
  const oldKey =
    action === 'bind' && job.loginKeyId !== keyId ? keys?.find(({ id }) => id === job.loginKeyId) : undefined
  const left = leftSentence(result, instanceName)
  const problem = result.problem === undefined ? null : detailsText(result.problem)
  const how = useStore(bindStore).hows[job.id]
  const done = () => hideBind(job.id)
  const connect = () => {
    done()
    openTerminal({ instanceId, instanceName }) // as the user that the login has proven
  }
  const again = (more: Partial<OneTarget> = {}) => {
    done()
    openBindSheet({ action, instanceId, instanceName, user, keyId, how, ...more })
  }
  const onExisting = (choice: 'keep' | 'replace') => again({ how: { ...how, by: 'ssh', onExisting: choice } })
  return (
    <>
      <div className={`${classes.result} ${toned.toned}`} data-tone={toneOf(result)} role="alert">
        <strong>{hear(result.message)}</strong>
        {result.advice !== undefined && <span>{hear(result.advice)}</span>}
        {result.others !== undefined && <OtherUsers others={result.others} />}
        {left !== null && <span>{left}</span>}
        {problem !== null && <Details text={problem} />}
      </div>
      <InstanceHostKeys instanceIds={[instanceId]} />
      <Group justify="flex-end" gap="sm">
        {problem !== null && <CopyButton words label={say`Copy details`} value={problem} />}
        {result.outcome === 'not-proven' && key !== undefined && (
          <CopyButton words label={say`Copy the authorized_keys line`} value={key.publicKey} />
        )}
        <Button variant="default" onClick={done} autoFocus={result.outcome !== 'proven'}>
          {say`Close`}
        </Button>
        {result.problem?.code === 'authorized-keys-restricted' && (
          <>
            <Button variant="default" onClick={() => onExisting('keep')}>
              {say`Keep the line…`}
            </Button>
            <Button variant="default" onClick={() => onExisting('replace')}>
              {say`Replace the line…`}
            </Button>
          </>
        )}
        {result.problem?.code === 'authorized-keys-last-way-in' && (
          <Button
            variant="default"
            onClick={() => again({ how: { ...how, by: 'ssh' }, lastWaysIn: [instanceId] })}
          >
            {say`Unbind all the same…`}
          </Button>
        )}
        {result.outcome === 'proven' && oldKey !== undefined && (
          <Button
            variant="default"
            onClick={() => again({ action: 'unbind', keyId: oldKey.id, how: undefined })}
          >
            {say`Unbind ${oldKey.name}…`}
          </Button>
        )}
        {result.outcome === 'proven' && (
          <Button onClick={connect} autoFocus>
            {say`Connect`}
          </Button>
        )}
        {result.outcome !== 'proven' && result.outcome !== 'removed' && (
          <Button variant="default" onClick={() => again()}>
            {action === 'bind' ? say`Bind again…` : say`Unbind again…`}
          </Button>
        )}
      </Group>
    </>
  )
}
