import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { BindJob } from '../../../contract/bindings.js'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { setWork } from '../frame/work.js'
import { useKeys } from '../keys/key-queries.js'
import { useStore } from '../store.js'
import { BatchProgress } from './BatchProgress.js'
import { BindProgress } from './BindProgress.js'
import { BindSheet } from './BindSheet.js'
import { runningStep, workSentence } from './bind-words.js'
import { type Batch, batchesOf, bindChanged, bindStore, showBind } from './binds.js'
import { rememberJobs, takeOverJobs } from './found-jobs.js'

/** The bind sheet, the progress that is open, and the watch over every binding that runs. Mount it once. */
export function Bindings() {
  const { sheet, shownId, jobs } = useStore(bindStore)
  const batches = batchesOf(jobs)
  const batch = batches.find(({ id }) => id === shownId)
  const keys = useKeys().data
  const keyName = ({ keyId }: BindJob) => keys?.find(({ id }) => id === keyId)?.name ?? 'a key'
  const shown = jobs.find(({ id }) => id === shownId)
  useJobsOfHost()
  return (
    <>
      {jobs.map((job) =>
        job.result === null ? <JobWatch key={job.id} job={job} keyName={keyName(job)} /> : null,
      )}
      {sheet !== null && <BindSheet key={JSON.stringify(sheet)} target={sheet} />}
      {batches.map((one) => (one.ended ? null : <BatchWork key={one.id} batch={one} keyName={keyName} />))}
      {batch !== undefined && <BatchProgress batch={batch} keyName={keyName} />}
      {shown !== undefined && <BindProgress job={shown} keyName={keyName(shown)} />}
    </>
  )
}

/** Finds the jobs of the host again after this window was loaded anew, or had lost the host. */
function useJobsOfHost(): void {
  const told = useQuery({
    ...api.bindings.jobs.queryOptions(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  }).data
  useEffect(() => {
    if (told !== undefined) takeOverJobs(told, sessionStorage)
  }, [told])
  useEffect(() => rememberJobs(sessionStorage), [])
}

/** Follows one job and tells the status bar of it, for as long as it runs. */
function JobWatch({ job, keyName }: { job: BindJob; keyName: string }) {
  const { value } = useStream(api.bindings.watch, { id: job.id })
  const step = runningStep(job)
  const alone = job.batchId === null
  useEffect(() => {
    if (value !== undefined) bindChanged(value)
  }, [value])
  useEffect(() => {
    if (!alone) return
    const label = `${workSentence(job.action, keyName, job.instanceName)}: ${step}`
    setWork(job.id, { label, onOpen: () => showBind(job.id) })
  }, [job.id, job.action, job.instanceName, keyName, step, alone])
  useEffect(
    () => () => {
      setWork(job.id, null)
      // Its end may settle what an earlier one has left, or leave something itself.
      void queryClient.invalidateQueries({ queryKey: api.bindings.interrupted.key() })
    },
    [job.id],
  )
  return null
}

/** The same for jobs that were begun together, in one line. */
function BatchWork({ batch, keyName }: { batch: Batch; keyName: (job: BindJob) => string }) {
  const [first] = batch.jobs
  const ended = batch.jobs.filter(({ result }) => result !== null).length
  const label =
    first === undefined
      ? ''
      : `${workSentence(first.action, keyName(first), `${batch.jobs.length} instances`)}: ${ended} done`
  useEffect(() => setWork(batch.id, { label, onOpen: () => showBind(batch.id) }), [batch.id, label])
  useEffect(() => () => setWork(batch.id, null), [batch.id])
  return null
}
