import { skipToken, useQuery } from '@tanstack/react-query'
import { api } from '../../api/queries.js'
import { reachedThroughWords } from './reached-through-words.js'

/** What it means for others that these instances, or an account's, are gone or off, as sentences. Null: not asked yet. */
export function useReachedThrough(
  of: { instanceIds: string[] } | { accountId: string } | null,
  through?: string,
): string[] {
  const input = of ?? skipToken
  const { data = [] } = useQuery(api.routes.reachedThrough.queryOptions({ input, gcTime: 0 }))
  return reachedThroughWords(data, through)
}
