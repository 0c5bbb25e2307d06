import { z } from 'zod'
import { isLatchkeyError } from '../../lib/error.js'
import { CloudError } from '../cloud-error.js'
import type { Client, Params } from './client.js'

/** CloudStack's usual `default.page.size`, which is also the largest that it takes. */
const LARGEST = 500
const SMALLER = [100, 20]
/** Of one list. More is no account's: it would only fill our memory. */
const MOST_ITEMS = 100_000

/** Reads every page of a list; smaller pages where the operator allows no larger ones. */
export interface Lister {
  list<T>(
    command: string,
    property: string,
    item: z.ZodType<T>,
    params: Params,
    signal?: AbortSignal,
  ): Promise<T[]>
}

/** A lister for one connection. Throws what the client throws. */
export function createLister(client: Client): Lister {
  /** The size that works is remembered, so that a connection learns it once. */
  let allowed = LARGEST

  const list: Lister['list'] = async (command, property, item, params, signal) => {
    const size = allowed
    const read = (number: number) => {
      const asked = { ...params, page: String(number), pagesize: String(size) }
      return client.read(command, pageOf(property, item), asked, signal)
    }
    try {
      return await allPages(read, size)
    } catch (error) {
      const next = smallerSize(error, size)
      if (next === null) throw error
      allowed = Math.min(allowed, next)
      return list(command, property, item, params, signal)
    }
  }
  return { list }
}

interface Page<T> {
  count: number
  items: T[]
}

/**
 * A full page may be the last: only a count above one page is trusted to be the whole list's. Throws
 * `cloud-unexpected-answer` for a list without end: one that repeats a page, or is longer than any account's.
 */
async function allPages<T>(read: (number: number) => Promise<Page<T>>, size: number): Promise<T[]> {
  const found: T[] = []
  let before = ''
  for (let number = 1; found.length < MOST_ITEMS; number++) {
    const { count, items } = await read(number)
    for (const item of items) found.push(item)
    if (items.length < size || (count > size && found.length >= count)) return found
    const last = JSON.stringify(items.at(-1))
    if (last === before) break
    before = last
  }
  throw endless(found.length)
}

function endless(count: number): CloudError {
  return new CloudError('cloud-unexpected-answer', `The cloud's list does not end after ${count} entries.`, {
    advice: 'Check that the endpoint is the address of the API; if it is, tell the operator of the cloud.',
  })
}

/** An empty list has neither count nor array. */
function pageOf<T>(property: string, item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .looseObject({ count: z.coerce.number().default(0) })
    .transform((page) => ({ count: page.count, raw: page[property] ?? [] }))
    .pipe(z.object({ count: z.number(), raw: z.array(item) }))
    .transform(({ count, raw }) => ({ count, items: raw }))
}

/** The next size to try if the error says that pages are too large; null if it is about something else. */
function smallerSize(error: unknown, size: number): number | null {
  if (!isLatchkeyError(error, 'cloud-failed') || !/page\s?size/i.test(error.info.detail ?? '')) return null
  const named = Number(/value:?\s*(\d+)/i.exec(error.info.detail ?? '')?.[1])
  if (named > 0 && named < size) return named
  return SMALLER.find((smaller) => smaller < size) ?? null
}
