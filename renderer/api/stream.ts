import type { ClientContext } from '@orpc/client'
import type { experimental_LiveQueryOutput as LiveQueryOutput, ProcedureUtils } from '@orpc/tanstack-query'
import { type SkipToken, skipToken, useQuery } from '@tanstack/react-query'
import type { ErrorInfo } from '../../contract/errors.js'
import { errorInfo } from './errors.js'

export interface Stream<T> {
  /** The newest value; undefined before the first. */
  value: T | undefined
  /** True after the host said that no more will come. */
  ended: boolean
  problem: ErrorInfo | undefined
  /** Opens it anew after a problem. */
  retry(): void
}

type LiveOptions<I, T> = (options: { input: I | SkipToken }) => {
  queryKey: readonly unknown[]
  queryFn: () => Promise<T>
}

/**
 * Follows an event iterator: `useStream(api.bindings.watch, { id })`. Components that follow the same one share it;
 * it is opened again after the host was gone. `skipToken` as input: nothing is opened.
 */
export function useStream<I, O, E>(
  procedure: Pick<ProcedureUtils<ClientContext, I, O, E>, 'call' | 'experimental_liveOptions'>,
  input: I | SkipToken,
): Stream<LiveQueryOutput<O>> {
  const liveOptions = procedure.experimental_liveOptions as unknown as LiveOptions<I, LiveQueryOutput<O>>
  const query = useQuery({
    ...liveOptions({ input }),
    enabled: input !== skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    gcTime: 0,
  })
  return {
    value: query.data as LiveQueryOutput<O> | undefined,
    ended: query.isSuccess && query.fetchStatus === 'idle',
    problem: query.error === null ? undefined : errorInfo(query.error),
    retry: () => void query.refetch(),
  }
}
