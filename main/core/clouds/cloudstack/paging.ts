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
    const read: ReadPage = (number, onBeginning) => {
      const asked = { ...params, page: String(number), pagesize: String(size) }
      return client.read(command, pageOf(property), asked, signal, onBeginning)
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

type ReadPage = (number: number, onBeginning: (text: string) => void) => Promise<Page>

/**
 * The next page is asked for as soon as one begins to tell that there is more, so that reading and checking it falls into the
 * wait. A full page may be the last: only a count above one page is trusted to be the whole list's. Throws
 * `cloud-unexpected-answer` for a list without end: one that repeats a page, or is longer than any account's.
 */
async function allPages<T>(read: ReadPage, check: (items: unknown[]) => T[], size: number): Promise<T[]> {
  const found: T[] = []
  const asked = new Map<number, Promise<Page>>()
  let at = 1
  let before = ''

  function ask(number: number): Promise<Page> {
    const known = asked.get(number)
    if (known !== undefined) return known
    const page = read(number, (text) => {
      if (number === at && tellsOfMore(text, number, size)) ask(number + 1)
    })
    page.catch(() => undefined) // it is waited for when its turn has come, unless a page before it is refused
    asked.set(number, page)
    return page
  }

  for (; ; at++) {
    const { count, items } = await ask(at)
    const seen = found.length + items.length
    const isLast = items.length < size || (count > size && seen >= count)
    const last = isLast ? '' : JSON.stringify(check(items.slice(-1)))
    if (!isLast && (last === before || seen >= MOST_ITEMS)) throw endless(seen)
    if (!isLast) ask(at + 1)
    if (items.length > MANY) await ownTurn()
    for (const item of check(items)) found.push(item)
    if (isLast) return found
    asked.delete(at)
    before = last
  }
}

/** By the count, which stands before the items. */
function tellsOfMore(text: string, number: number, size: number): boolean {
  const count = Number(/^\s*\{\s*"\w+"\s*:\s*\{\s*"count"\s*:\s*(\d+)/.exec(text)?.[1] ?? 0)
  return count === size || count > number * size
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
