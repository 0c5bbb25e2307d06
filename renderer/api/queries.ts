import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { rpc } from './client.js'
import { connectionState, onConnectionChange } from './connection.js'

/** Query and mutation options of each procedure: `useQuery(api.keys.list.queryOptions())`. */
export const api = createTanstackQueryUtils(rpc)

/** What asks a cloud: its account's last contact is another one afterwards. */
const cloudCalls = new Set(['accounts.keys', 'accounts.push', 'instances.refresh', 'bindings.planMany'])

/** What keeps a copy of the profile before it begins, also where it fails after that. */
const riskySteps = new Set(['vault.setPassword', 'vault.move', 'backup.confirmKit'])

function renewAfter(key: readonly unknown[] | undefined): void {
  const path = Array.isArray(key?.[0]) ? key[0].join('.') : ''
  if (cloudCalls.has(path)) void queryClient.invalidateQueries({ queryKey: api.accounts.list.key() })
  if (riskySteps.has(path)) void queryClient.invalidateQueries({ queryKey: api.backup.copies.key() })
}

/** The host is on this machine: no network rules, and what failed is tried again by the user. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onSettled: (_data, _error, { queryKey }) => renewAfter(queryKey) }),
  mutationCache: new MutationCache({
    onSettled: (_data, _error, _input, _context, { options }) => renewAfter(options.mutationKey),
  }),
  defaultOptions: {
    queries: { retry: false, networkMode: 'always', staleTime: 2_000, refetchOnWindowFocus: false },
    // gcTime: what was sent may hold a password, and stays no longer than whoever sent it shows how it went.
    mutations: { retry: false, networkMode: 'always', gcTime: 0 },
  },
})

onConnectionChange(() => {
  if (connectionState() === 'open') void queryClient.invalidateQueries()
})
