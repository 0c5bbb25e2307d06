import { useQuery } from '@tanstack/react-query'
import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import { api, queryClient } from '../../api/queries.js'
import { readAgain } from '../instances/inventory-query.js'

/** The hosts that the user has entered. */
export const useHosts = () => useQuery(api.hosts.list.queryOptions())

/** Reads everything again that shows the user's own hosts. */
export async function hostsChanged(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: api.hosts.key() }),
    queryClient.invalidateQueries({ queryKey: api.map.key() }),
    readAgain([HOSTS_ACCOUNT]),
  ])
}
