import type { Call } from './call.js'
import type { ApiError } from './errors.js'

/** One page of a list: `limit`, capped by the server's own, after `marker`. `next` is the query of the page after it. */
export function pageOf<T>(
  { query, state }: Call,
  all: T[],
  markerOf: (item: T) => string,
  unknown: (marker: string) => ApiError,
): { items: T[]; next: string | null } {
  const { maxLimit } = state.settings
  const limit = Math.min(Number(query.get('limit') ?? maxLimit), maxLimit)
  const marker = query.get('marker')
  const at = marker === null ? -1 : all.findIndex((item) => markerOf(item) === marker)
  if (marker !== null && at < 0) throw unknown(marker)
  const items = all.slice(at + 1, at + 1 + limit)
  const last = items.at(-1)
  // Nova links to a next page whenever a page is full, so that the one after the last may be empty. Of the query that was
  // asked it keeps everything: `limit` is in the link only where it was in the call.
  if (last === undefined || items.length < limit) return { items, next: null }
  const link = new URLSearchParams(query)
  link.set('marker', markerOf(last))
  return { items, next: link.toString() }
}
