import type { ClientContext } from '@orpc/client'
import type { ProcedureUtils } from '@orpc/tanstack-query'
import { type SkipToken, skipToken, useQuery } from '@tanstack/react-query'
import type { ErrorInfo } from '../../contract/errors.js'
import { errorInfo } from './errors.js'

export interface Stream<T> {
  /** The newest value; undefined before the first. */
  value: T | undefined
  /** True after the host said that no more will come. */
  ended: boolean
  problem: ErrorInfo | undefined
}

/**
 * Follows an event iterator: `useStream(api.bindings.watch, { id })`. Components that follow the same one share it;
 * it is opened again after the host was gone. `skipToken` as input: nothing is opened.
 */
export function useStream<I, T, E>(
  procedure: Pick<ProcedureUtils<ClientContext, I, AsyncIterable<T>, E>, 'experimental_liveOptions'>,
  input: I | SkipToken,
): Stream<T> {
  const live = procedure.experimental_liveOptions as unknown as (options: { input: I | SkipToken }) => {
    queryKey: readonly unknown[]
    queryFn: () => Promise<T>
  }
  const query = useQuery({
    ...live({ input }),
    enabled: input !== skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    gcTime: 0,
  })
  return {
    value: query.data,
    ended: query.isSuccess && query.fetchStatus === 'idle',
    problem: query.error === null ? undefined : errorInfo(query.error),
  }
}
