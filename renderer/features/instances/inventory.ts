import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { quietMoment } from '../../ui/quiet-moment.js'
import { useKeys } from '../keys/key-queries.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useStore } from '../store.js'
import { firstInstances, readAgain, useInventoryQuery } from './inventory-query.js'
import { type InstanceRow, inventoryRows } from './rows.js'

const none: never[] = []
const STALE_MS = 60_000

/** Twenty accounts that answer one after the other are shown some times a second, not twenty times. */
const PAUSE_MS = 150

/** The cached inventory as rows, the first of them before the rest was read (`list.data` is there), and the way to ask the clouds again. Asks by itself when it is old at first sight. */
export function useInventory() {
  const list = useInventoryQuery()
  const accounts = useQuery(api.accounts.list.queryOptions())
  const keys = useKeys()
  const refresh = useMutation(api.instances.refresh.mutationOptions())
  const { mutate } = refresh
  const progress = useStream(api.instances.watch, undefined).value
  const ages = list.data?.ages
  const known = ages !== undefined
  const old =
    ages?.some(({ readAt }) => readAt === null || Date.now() - Date.parse(readAt) > STALE_MS) ?? false
  // biome-ignore lint/correctness/useExhaustiveDependencies: only at first sight; afterwards the user asks
  useEffect(() => {
    if (known && old) mutate({})
  }, [known])
  const plates = useNameplates()
  const first = useStore(firstInstances)
  const instances = list.data?.instances ?? first ?? none
  const rows = useMemo(
    () => inventoryRows(instances, accounts.data ?? [], keys.data ?? [], plates),
    [instances, accounts.data, keys.data, plates],
  )
  useEffect(() => {
    const stop = new AbortController()
    void makeWords(rows, stop.signal)
    return () => stop.abort()
  }, [rows])
  return { list, accounts, keys, refresh, rows, reading: progress?.reading ?? none }
}

const AT_ONCE = 500

/** What the filter looks at is made when nothing else is to be done, not with the first key of who filters. */
async function makeWords(rows: readonly InstanceRow[], stop: AbortSignal): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    await quietMoment()
    if (stop.aborted) return
    for (const row of rows.slice(at, at + AT_ONCE)) void row.haystack
  }
}

/** Has every section show what is new of some accounts, also while others are still asked. Mount it once. */
export function useReadings(): void {
  const read = useStream(api.instances.watch, undefined).value?.read
  const shown = useRef<Record<string, number>>({})
  const due = useRef(new Set<string>())
  const waiting = useRef(false)
  useEffect(() => {
    if (read === undefined) return
    const before = shown.current
    shown.current = read
    for (const [id, revision] of Object.entries(read)) if (before[id] !== revision) due.current.add(id)
    if (waiting.current || due.current.size === 0) return
    waiting.current = true
    setTimeout(() => {
      waiting.current = false
      const ids = [...due.current]
      due.current.clear()
      void readAgain(ids)
      void queryClient.invalidateQueries({ queryKey: api.accounts.list.key() })
    }, PAUSE_MS)
  }, [read])
}
