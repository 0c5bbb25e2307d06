import { z } from 'zod'
import { CloudError } from '../cloud-error.js'
import type { Call, Client } from './client.js'

/** The most that the API gives in one answer. */
const LIMIT = 100
/** Of one list. More is no account's: it would only fill our memory. */
const MOST_ITEMS = 100_000

/**
 * Every page of a list. `property` holds the items of an answer; null there is none. Throws what the client throws,
 * and `cloud-unexpected-answer` for a list without end.
 */
export async function listAll<T>(
  client: Client,
  call: Call,
  property: string,
  item: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<T[]> {
  const page = pageOf(property, item)
  const found: T[] = []
  let before = ''
  while (found.length < MOST_ITEMS) {
    const params = { ...call.params, Offset: found.length, Limit: LIMIT }
    const { total, items } = await client.read({ ...call, params }, page, signal)
    for (const entry of items) found.push(entry)
    if (items.length === 0 || found.length >= total) return found
    const last = JSON.stringify(items.at(-1))
    if (last === before) break
    before = last
  }
  throw endless(found.length)
}

/** How many there are, without reading them. */
export async function countAll(client: Client, call: Call, signal?: AbortSignal): Promise<number> {
  const params = { ...call.params, Offset: 0, Limit: 1 }
  return (await client.read({ ...call, params }, z.object({ TotalCount: z.int() }), signal)).TotalCount
}

function pageOf<T>(property: string, item: z.ZodType<T>): z.ZodType<{ total: number; items: T[] }> {
  return z
    .looseObject({ TotalCount: z.int() })
    .transform((page) => ({ total: page.TotalCount, raw: page[property] ?? [] }))
    .pipe(z.object({ total: z.number(), raw: z.array(item) }))
    .transform(({ total, raw }) => ({ total, items: raw }))
}

function endless(count: number): CloudError {
  return new CloudError('cloud-unexpected-answer', `The cloud's list does not end after ${count} entries.`, {
    advice: 'Report it with the details.',
  })
}
