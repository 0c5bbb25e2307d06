import { useEffect } from 'react'
import type { SyncRun } from '../../../contract/sync.js'
import { say } from '../../../contract/words/say.js'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { setWork } from '../frame/work.js'
import { useStore } from '../store.js'
import { DriftSheet } from './DriftSheet.js'
import { SyncProgress } from './SyncProgress.js'
import { SyncSheet } from './SyncSheet.js'
import { openSync, syncDialog } from './sync-store.js'
import { countsOf } from './sync-words.js'

const WORK = 'sync'

/** The dialogs of sync, and the watch over the run. Mount it once. */
export function Sync() {
  const dialog = useStore(syncDialog)
  const run = useStream(api.sync.watch, undefined).value ?? null
  useWorkOf(run)
  return (
    <>
      {dialog === 'plan' && <SyncSheet />}
      {dialog === 'run' && run !== null && <SyncProgress run={run} />}
      {dialog === 'drift' && <DriftSheet />}
    </>
  )
}

/** Tells the status bar of a run for as long as it runs; what accounts hold is another thing afterwards. */
function useWorkOf(run: SyncRun | null): void {
  const isRunning = run?.state === 'running' || run?.state === 'cancelling'
  const { done, of } = countsOf(run?.steps ?? [])
  useEffect(() => {
    if (!isRunning) return setWork(WORK, null)
    setWork(WORK, { label: say`Syncing keys: ${done} of ${of}`, onOpen: () => openSync('run') })
  }, [isRunning, done, of])
  useEffect(() => {
    if (isRunning) return
    for (const queryKey of [api.accounts.keys.key(), api.instances.list.key(), api.sync.drift.key()])
      void queryClient.invalidateQueries({ queryKey })
  }, [isRunning])
}
