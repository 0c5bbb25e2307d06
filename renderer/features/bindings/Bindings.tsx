import { useEffect } from 'react'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { setWork } from '../frame/work.js'
import { useKeys } from '../keys/key-queries.js'
import { useStore } from '../store.js'
import { BindProgress } from './BindProgress.js'
import { BindSheet } from './BindSheet.js'
import { runningStep } from './bind-words.js'
import { type Bind, bindChanged, bindStore, showBind } from './binds.js'

/** The bind sheet, the progress that is open, and the watch over every binding that runs. Mount it once. */
export function Bindings() {
  const { sheet, shownId, binds } = useStore(bindStore)
  const keys = useKeys().data
  const keyName = ({ job }: Bind) => keys?.find(({ id }) => id === job.keyId)?.name ?? 'a key'
  const shown = binds.find(({ job }) => job.id === shownId)
  return (
    <>
      {binds.map((bind) =>
        bind.job.result === null ? <JobWatch key={bind.job.id} bind={bind} keyName={keyName(bind)} /> : null,
      )}
      {sheet !== null && <BindSheet key={sheet.instanceId} target={sheet} />}
      {shown !== undefined && <BindProgress bind={shown} keyName={keyName(shown)} />}
    </>
  )
}

/** Follows one job and tells the status bar of it, for as long as it runs. */
function JobWatch({ bind: { job }, keyName }: { bind: Bind; keyName: string }) {
  const { value } = useStream(api.bindings.watch, { id: job.id })
  const step = runningStep(job)
  useEffect(() => {
    if (value !== undefined) bindChanged(value)
    if (value?.result != null) void queryClient.invalidateQueries({ queryKey: api.instances.key() })
  }, [value])
  useEffect(() => {
    const label = `Binding ${keyName} to ${job.instanceName}: ${step}`
    setWork(job.id, { label, onOpen: () => showBind(job.id) })
  }, [job.id, job.instanceName, keyName, step])
  useEffect(() => () => setWork(job.id, null), [job.id])
  return null
}
