import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Account } from '../../../contract/accounts.js'
import type { Inventory } from '../../../contract/instances.js'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { useAccounts } from '../accounts/account-queries.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { makeRows } from './map-rows.js'

const none: string[] = []
const noAccounts: Account[] = []
const noAges: Inventory['ages'] = []
const empty = { keys: [], instances: [], accounts: [] }

/** Twenty accounts that answer one after the other make a new map twice a second, not twenty times. */
const PAUSE_MS = 500

/** The map from what is known here, at once; how old each account's part is, and the way to ask the clouds again. */
export function useMap() {
  // Looking for what is still the same in 3 MB takes longer than to show it anew.
  const tables = useQuery(api.map.tables.queryOptions({ structuralSharing: false }))
  const ages = useInventoryQuery().data?.ages ?? noAges
  const refresh = useMutation(api.instances.refresh.mutationOptions())
  const progress = useStream(api.instances.watch, undefined).value
  useNewMap(progress?.read)
  useFirstReading(ages, refresh.mutate)
  const rows = useMemo(() => makeRows(tables.data ?? empty), [tables.data])
  return { tables, ages, refresh, rows, reading: progress?.reading ?? none }
}

/** Asks for the map again when accounts were read. */
function useNewMap(read: Record<string, number> | undefined): void {
  const revision = Object.values(read ?? {}).reduce((sum, one) => sum + one, 0)
  useEffect(() => {
    if (revision === 0) return
    const timer = setTimeout(() => void queryClient.invalidateQueries({ queryKey: api.map.key() }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [revision])
}

/** Has each account read of which nothing is known yet, such as one that was just added. Once: where it fails, the user asks. */
function useFirstReading(ages: Inventory['ages'], read: (account: { accountId: string }) => void): void {
  const accounts = useAccounts().data ?? noAccounts
  const unread = ages.filter(({ accountId, readAt, problem, regions }) => {
    const isOn = accounts.some(({ id, disabled }) => id === accountId && !disabled)
    return isOn && readAt === null && problem === undefined && regions === undefined
  })
  const ids = JSON.stringify(unread.map(({ accountId }) => accountId))
  useEffect(() => {
    for (const accountId of JSON.parse(ids) as string[]) read({ accountId })
  }, [ids, read])
}
