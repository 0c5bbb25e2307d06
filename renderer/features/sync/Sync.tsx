import { useEffect } from 'react'
import type { SyncRun } from '../../../contract/sync.js'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { useStore } from '../store.js'
import { DriftSheet } from './DriftSheet.js'
import { SyncProgress } from './SyncProgress.js'
import { SyncSheet } from './SyncSheet.js'
import { syncDialog } from './sync-store.js'

/** The dialogs of sync, and the watch over the run. Mount it once. */
export function Sync() {
  const dialog = useStore(syncDialog)
  const run = useStream(api.sync.watch, undefined).value ?? null
  useReadAfter(run)
  return (
    <>
      {dialog === 'plan' && <SyncSheet />}
      {dialog === 'run' && run !== null && <SyncProgress run={run} />}
      {dialog === 'drift' && <DriftSheet />}
    </>
  )
}

/** What accounts hold is another thing after a run. */
function useReadAfter(run: SyncRun | null): void {
  const isRunning = run?.state === 'running' || run?.state === 'cancelling'
  useEffect(() => {
    if (isRunning) return
    for (const queryKey of [api.accounts.keys.key(), api.instances.list.key(), api.sync.drift.key()])
      void queryClient.invalidateQueries({ queryKey })
  }, [isRunning])
}
