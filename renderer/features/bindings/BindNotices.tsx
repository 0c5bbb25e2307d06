import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { BindJob } from '../../../contract/bindings.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import { api, queryClient } from '../../api/queries.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { Notice } from '../../ui/Notice.js'
import { useKeys } from '../keys/key-queries.js'
import { useStore } from '../store.js'
import { interruptedManySentence, interruptedSentence } from './bind-words.js'
import { type Batch, batchesOf, bindStore, hideBind, openManySheet, showBind } from './binds.js'
import { againTarget, interruptedTogether, type Together } from './interrupted.js'
import { batchSentence, isFine } from './many-words.js'

/** What the user must know of bindings, above the status bar, where no row moves for them: those that were cut off, those that ended unseen. */
export function BindNotices() {
  const { jobs, shownId } = useStore(bindStore)
  const cutOff = useQuery(api.bindings.interrupted.queryOptions()).data ?? []
  const unseen = jobs.filter(
    ({ id, batchId, result }) => batchId === null && result !== null && id !== shownId,
  )
  const unseenBatches = batchesOf(jobs).filter(({ id, ended }) => ended && id !== shownId)
  return (
    <>
      {interruptedTogether(cutOff).map((entries) => (
        <InterruptedNotice key={entries[0].id} entries={entries} />
      ))}
      {unseen.map((job) => (
        <EndedNotice key={job.id} job={job} />
      ))}
      {unseenBatches.map((batch) => (
        <BatchNotice key={batch.id} batch={batch} />
      ))}
    </>
  )
}

function InterruptedNotice({ entries }: { entries: Together }) {
  const [entry, ...more] = entries
  const keyName = useKeys().data?.find(({ id }) => id === entry.keyId)?.name
  const settle = useMutation(
    api.bindings.settle.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.bindings.interrupted.key() }),
    }),
  )
  const act = (action: 'restart' | 'dismiss') => {
    for (const { id } of entries) settle.mutate({ id, action })
  }
  return (
    <Notice
      tone="warn"
      beside="above"
      role="alert"
      actions={
        <>
          {entry.mayBeStopped && (
            <Button loading={settle.isPending} onClick={() => act('restart')}>
              {say`Start ${entry.instanceName}`}
            </Button>
          )}
          {entry.how !== undefined && (
            <Button onClick={() => openManySheet(againTarget(entries))}>
              {entry.action === 'bind' ? say`Bind again…` : say`Unbind again…`}
            </Button>
          )}
          <Button variant="default" disabled={settle.isPending} onClick={() => act('dismiss')}>
            {say`Dismiss`}
          </Button>
        </>
      }
    >
      {more.length === 0 ? interruptedSentence(entry, keyName) : interruptedManySentence(entries, keyName)}
      {settle.error !== null && <ErrorMessage problem={errorInfo(settle.error)} />}
    </Notice>
  )
}

function EndedNotice({ job }: { job: BindJob }) {
  return (
    <Ended id={job.id} fine={job.result?.outcome === 'proven' || job.result?.outcome === 'removed'}>
      <strong>{job.instanceName}:</strong> {job.result?.message}
    </Ended>
  )
}

function BatchNotice({ batch }: { batch: Batch }) {
  const { notBegun } = useStore(bindStore)
  const failed = notBegun.filter(({ batchId }) => batchId === batch.id).length
  return (
    <Ended id={batch.id} fine={failed === 0 && batch.jobs.every(isFine)}>
      {batchSentence(batch.jobs, failed)}
    </Ended>
  )
}

function Ended({ id, fine, children }: { id: string; fine: boolean; children: ReactNode }) {
  return (
    <Notice
      tone={fine ? 'ok' : 'warn'}
      beside="above"
      role="status"
      actions={
        <>
          <Button variant="default" onClick={() => showBind(id)}>
            {say`Show`}
          </Button>
          <Button variant="default" onClick={() => hideBind(id)}>
            {say`Dismiss`}
          </Button>
        </>
      }
    >
      {children}
    </Notice>
  )
}
