import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/queries.js'

/** The vault's key pairs. */
export function useKeys() {
  return useQuery(api.keys.list.queryOptions())
}

/** Reads everything again that shows key pairs: the list, the instances and what accounts hold. */
export function useKeysChanged(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: api.keys.key() }),
      client.invalidateQueries({ queryKey: api.accounts.keys.key() }),
      client.invalidateQueries({ queryKey: api.instances.key() }),
    ])
  }
}
