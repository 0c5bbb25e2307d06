import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { BindJob } from '../../../contract/bindings.js'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { useKeys } from '../keys/key-queries.js'
import { useStore } from '../store.js'
import { BatchProgress } from './BatchProgress.js'
import { BindProgress } from './BindProgress.js'
import { BindSheet } from './BindSheet.js'
import { batchesOf, bindChanged, bindStore } from './binds.js'
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
      {jobs.map((job) => (job.result === null ? <JobWatch key={job.id} id={job.id} /> : null))}
      {sheet !== null && <BindSheet key={JSON.stringify(sheet)} target={sheet} />}
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

/** Follows one job for as long as it runs. */
function JobWatch({ id }: { id: string }) {
  const { value } = useStream(api.bindings.watch, { id })
  useEffect(() => {
    if (value !== undefined) bindChanged(value)
  }, [value])
  useEffect(
    () => () => {
      // Its end may settle what an earlier one has left, or leave something itself.
      void queryClient.invalidateQueries({ queryKey: api.bindings.interrupted.key() })
    },
    [],
  )
  return null
}
