import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { useReadings } from '../instances/inventory.js'
import { useInventoryQuery } from '../instances/inventory-query.js'
import { makeRows } from './map-rows.js'

const none: string[] = []
const empty = { keys: [], instances: [], accounts: [] }

/** Twenty accounts that answer one after the other make a new map twice a second, not twenty times. */
const PAUSE_MS = 500

/** The map from what is known here, at once; how old each account's part is, and the way to ask the clouds again. */
export function useMap() {
  const tables = useQuery(api.map.tables.queryOptions())
  const ages = useInventoryQuery().data?.ages ?? []
  const refresh = useMutation(api.instances.refresh.mutationOptions())
  const progress = useStream(api.instances.watch, undefined).value
  useReadings(progress?.read)
  useNewMap(progress?.read)
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
