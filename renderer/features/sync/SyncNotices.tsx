import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { timeText } from '../../ui/age.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Notice } from '../../ui/Notice.js'
import { useStore } from '../store.js'
import { openSync, syncDialog } from './sync-store.js'
import { againVerb, driftSentence, runSentence } from './sync-words.js'
import { useDrift } from './use-drift.js'

/** What the user must know of sync, above the status bar: a run that was cut off, and what has drifted. The tray tells how others ended. */
export function SyncNotices() {
  return (
    <>
      <RunNotice />
      <DriftNotice />
    </>
  )
}

function RunNotice() {
  const run = useStream(api.sync.watch, undefined).value ?? null
  const dialog = useStore(syncDialog)
  const resume = useMutation(api.sync.resume.mutationOptions({ onSuccess: () => openSync('run') }))
  const dismiss = useMutation(api.sync.dismiss.mutationOptions())
  if (run?.state !== 'interrupted' || dialog === 'run') return null
  const again = againVerb(run)
  const problem = resume.error ?? dismiss.error
  return (
    <Notice
      tone={again === null ? 'ok' : 'warn'}
      beside="above"
      role="status"
      actions={
        <>
          {again !== null && (
            <Button loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
              {again}
            </Button>
          )}
          <Button variant="default" onClick={() => openSync('run')}>
            {say`Show`}
          </Button>
          <Button variant="default" disabled={resume.isPending} onClick={() => dismiss.mutate(undefined)}>
            {say`Dismiss`}
          </Button>
        </>
      }
    >
      <strong>{say`Sync:`}</strong> {runSentence(run)}
      {problem !== null && <ErrorMessage problem={errorInfo(problem)} />}
    </Notice>
  )
}

/** Quiet: nothing has to be done about it, and it stays until it is taken note of. */
function DriftNotice() {
  const accounts = useDrift().data?.accounts ?? []
  const items = accounts.flatMap((account) => account.items)
  const [oldest] = accounts.map(({ since }) => since).sort()
  if (oldest === undefined || items.length === 0) return null
  return (
    <Notice
      beside="above"
      role="status"
      actions={
        <Button variant="default" onClick={() => openSync('drift')}>
          {say`Show changes`}
        </Button>
      }
    >
      {driftSentence(items, timeText(oldest))}
    </Notice>
  )
}
