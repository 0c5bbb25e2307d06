import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { QueryClient } from '@tanstack/react-query'
import { rpc } from './client.js'
import { connectionState, onConnectionChange } from './connection.js'

/** Query and mutation options of each procedure: `useQuery(api.keys.list.queryOptions())`. */
export const api = createTanstackQueryUtils(rpc)

/** The host is on this machine: no network rules, and what failed is tried again by the user. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, networkMode: 'always', staleTime: 2_000, refetchOnWindowFocus: false },
    mutations: { retry: false, networkMode: 'always' },
  },
})

onConnectionChange(() => {
  if (connectionState() === 'open') void queryClient.invalidateQueries()
})
