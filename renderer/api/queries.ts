import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { rpc } from './client.js'
import { connectionState, onConnectionChange } from './connection.js'

/** Query and mutation options of each procedure: `useQuery(api.keys.list.queryOptions())`. */
export const api = createTanstackQueryUtils(rpc)

/** What asks a cloud: its account's last contact is another one afterwards. */
const cloudCalls = new Set(['accounts.keys', 'accounts.push', 'instances.refresh', 'bindings.plan'])

function renewContacts(key: readonly unknown[] | undefined): void {
  const path = key?.[0]
  if (!Array.isArray(path) || !cloudCalls.has(path.join('.'))) return
  void queryClient.invalidateQueries({ queryKey: api.accounts.list.key() })
}

/** The host is on this machine: no network rules, and what failed is tried again by the user. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onSettled: (_data, _error, { queryKey }) => renewContacts(queryKey) }),
  mutationCache: new MutationCache({
    onSettled: (_data, _error, _input, _context, { options }) => renewContacts(options.mutationKey),
  }),
  defaultOptions: {
    queries: { retry: false, networkMode: 'always', staleTime: 2_000, refetchOnWindowFocus: false },
    mutations: { retry: false, networkMode: 'always' },
  },
})

onConnectionChange(() => {
  if (connectionState() === 'open') void queryClient.invalidateQueries()
})
