import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { api, queryClient } from '../../api/queries.js'
import { useStream } from '../../api/stream.js'
import { useKeys } from '../keys/key-queries.js'
import { makeRows } from './rows.js'

const STALE_MS = 60_000

/** The cached inventory as rows, and the way to ask the clouds again. Asks by itself when it is old at first sight. */
export function useInventory() {
  const list = useQuery(api.instances.list.queryOptions())
  const accounts = useQuery(api.accounts.list.queryOptions())
  const keys = useKeys()
  const refresh = useMutation(
    api.instances.refresh.mutationOptions({
      onSuccess: (inventory) => queryClient.setQueryData(api.instances.list.queryKey(), inventory),
    }),
  )
  const { mutate } = refresh
  const progress = useStream(api.instances.watch, undefined).value
  const revision = progress?.revision ?? 0
  // What some accounts told is shown while others are still asked; not for each of twenty anew.
  useEffect(() => {
    if (revision === 0) return
    const timer = setTimeout(
      () => void queryClient.invalidateQueries({ queryKey: api.instances.list.key() }),
      500,
    )
    return () => clearTimeout(timer)
  }, [revision])
  const ages = list.data?.ages
  const known = ages !== undefined
  const old =
    ages?.some(({ readAt }) => readAt === null || Date.now() - Date.parse(readAt) > STALE_MS) ?? false
  // biome-ignore lint/correctness/useExhaustiveDependencies: only at first sight; afterwards the user asks
  useEffect(() => {
    if (known && old) mutate({})
  }, [known])
  const rows = useMemo(
    () => makeRows(list.data?.instances ?? [], accounts.data ?? [], keys.data ?? []),
    [list.data, accounts.data, keys.data],
  )
  return { list, accounts, keys, refresh, rows, reading: progress?.reading.length ?? 0 }
}
