import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, queryClient } from '../../api/queries.js'
import { useInventoryQuery } from '../instances/inventory-query.js'

/** What is otherwise than when the user last took note, from what was read last; compared anew with each reading. */
export function useDrift() {
  const { dataUpdatedAt } = useInventoryQuery()
  useEffect(() => {
    if (dataUpdatedAt > 0) void queryClient.invalidateQueries({ queryKey: api.sync.drift.key() })
  }, [dataUpdatedAt])
  return useQuery(api.sync.drift.queryOptions())
}
