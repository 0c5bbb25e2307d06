import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { BackendChoice } from '../../../contract/vault.js'
import { api } from '../../api/queries.js'

const LOOK_AGAIN_MS = 5_000

/**
 * Where a vault can be. What can't be had now is looked for again and again: a keychain may be starting, or be unlocked
 * in another window. `known`: what has been seen a moment ago.
 */
export function usePlaces(known?: BackendChoice[]): UseQueryResult<BackendChoice[]> {
  return useQuery({
    ...api.vault.places.queryOptions(),
    ...(known && { initialData: known }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.every(({ available }) => available) ? false : LOOK_AGAIN_MS),
  })
}
