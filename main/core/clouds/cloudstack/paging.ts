import { z } from 'zod'
import { isLatchkeyError } from '../../lib/error.js'
import { ownTurn } from '../../lib/own-turn.js'
import { CloudError } from '../cloud-error.js'
import { type Client, checked, type Params } from './client.js'

/** CloudStack's usual `default.page.size`, which is also the largest that it takes. */
const LARGEST = 500
const SMALLER = [100, 20]
/** Of one list. More is no account's: it would only fill our memory. */
const MOST_ITEMS = 100_000
/** Of one page: more are checked in a turn of their own. */
const MANY = 50

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
      return client.read(command, pageOf(property), asked, signal)
    }
    const check = (items: unknown[]) => checked(command, z.array(item), items)
    try {
      return await allPages(read, check, size)
    } catch (error) {
      const next = smallerSize(error, size)
      if (next === null) throw error
      allowed = Math.min(allowed, next)
      return list(command, property, item, params, signal)
    }
  }
  return { list }
}

const Page = z.object({ count: z.number(), items: z.array(z.unknown()) })
type Page = z.infer<typeof Page>

const PageAsSent = z.looseObject({ count: z.coerce.number().default(0) })

/** An empty list has neither count nor array. */
function pageOf(property: string): z.ZodType<Page> {
  return PageAsSent.transform((page) => ({ count: page.count, items: page[property] ?? [] })).pipe(Page)
}

/**
 * Each page is checked while the next one is on its way. A full page may be the last: only a count above one page is trusted to
 * be the whole list's. Throws `cloud-unexpected-answer` for a list without end: one that repeats a page, or is longer than any
 * account's.
 */
async function allPages<T>(
  read: (number: number) => Promise<Page>,
  check: (items: unknown[]) => T[],
  size: number,
): Promise<T[]> {
  const found: T[] = []
  let before = ''
  let page = await read(1)
  for (let number = 1; ; number++) {
    const { count, items } = page
    const seen = found.length + items.length
    const isLast = items.length < size || (count > size && seen >= count)
    const last = isLast ? '' : JSON.stringify(check(items.slice(-1)))
    if (!isLast && (last === before || seen >= MOST_ITEMS)) throw endless(seen)
    const next = isLast ? null : read(number + 1)
    next?.catch(() => undefined) // it is waited for below, unless the check throws
    if (items.length > MANY) await ownTurn()
    for (const item of check(items)) found.push(item)
    if (next === null) return found
    page = await next
    before = last
  }
}

function endless(count: number): CloudError {
  return new CloudError('cloud-unexpected-answer', `The cloud's list does not end after ${count} entries.`, {
    advice: 'Check that the endpoint is the address of the API; if it is, tell the operator of the cloud.',
  })
}

/** The next size to try if the error says that pages are too large; null if it is about something else. */
function smallerSize(error: unknown, size: number): number | null {
  if (!isLatchkeyError(error, 'cloud-failed') || !/page\s?size/i.test(error.info.detail ?? '')) return null
  const named = Number(/value:?\s*(\d+)/i.exec(error.info.detail ?? '')?.[1])
  if (named > 0 && named < size) return named
  return SMALLER.find((smaller) => smaller < size) ?? null
}
