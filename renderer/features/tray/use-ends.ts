import { useEffect, useState } from 'react'
import type { WorkItem } from '../../../contract/work.js'
import { rpc } from '../../api/client.js'
import { batchesOf, bindStore, hideBind } from '../bindings/binds.js'
import { powerBatch } from '../instances/power-batch.js'
import { useStore } from '../store.js'
import { syncDialog } from '../sync/sync-store.js'
import { toTell } from './toasts.js'
import { hasEnded, isLeft } from './work-words.js'

/** As long is an end told that went well; the tray has it afterwards. A failure stays until it was read. */
const TOLD_MS = 8_000

/**
 * What to tell of in a corner of this window, the newest last. What ends in sight is read, and is not told.
 * `items`: undefined until they are known.
 */
export function useEnds(items: readonly WorkItem[] | undefined): WorkItem[] {
  const [away, setAway] = useState<ReadonlySet<string>>(new Set())
  useReadInSight(items)
  useJobsForgotten(items)
  const toasts = toTell(items ?? [])
    .filter((item) => !away.has(item.id) && !isInSight(item))
    .reverse()
  const well = toasts.filter((item) => !isLeft(item)).map(({ id }) => id)
  const wellKey = well.join(' ')
  useEffect(() => {
    if (wellKey === '') return
    const ids = wellKey.split(' ')
    const timer = setTimeout(() => setAway((before) => new Set([...before, ...ids])), TOLD_MS)
    return () => clearTimeout(timer)
  }, [wellKey])
  return toasts
}

/** Who watches the end on its own sheet is told once. */
function useReadInSight(items: readonly WorkItem[] | undefined): void {
  useEffect(() => {
    const seen = (items ?? []).filter((item) => hasEnded(item) && !item.read && isInSight(item))
    const well = seen.filter((item) => !isLeft(item)).map(({ id }) => id)
    const failed = seen.filter(isLeft).map(({ id }) => id)
    if (well.length > 0) void rpc.work.dismiss({ ids: well })
    if (failed.length > 0) void rpc.work.read({ ids: failed })
  }, [items])
}

/** A binding that has ended is kept as long as the tray has it, or its sheet is open. */
function useJobsForgotten(items: readonly WorkItem[] | undefined): void {
  const { jobs, shownId } = useStore(bindStore)
  useEffect(() => {
    if (items === undefined) return
    const told = new Set(items.flatMap(({ place }) => (place?.kind === 'binding' ? [place.id] : [])))
    const alone = jobs.filter(({ batchId, result }) => batchId === null && result !== null)
    const ended = [...alone, ...batchesOf(jobs).filter((batch) => batch.ended)]
    for (const { id } of ended) if (id !== shownId && !told.has(id)) hideBind(id)
  }, [items, jobs, shownId])
}

/** Its own sheet is open in this window, with how far it is and how it ended. */
function isInSight({ kind, place }: Pick<WorkItem, 'kind' | 'place'>): boolean {
  if (kind === 'start' || kind === 'stop') return powerBatch.get()?.hidden === false
  if (place?.kind === 'binding') return bindStore.get().shownId === place.id
  return place?.kind === 'sync' && syncDialog.get() === 'run'
}
