import { z } from 'zod'
import { isLatchkeyError } from '../../lib/error.js'
import { CloudError } from '../cloud-error.js'
import type { Call, Client } from './client.js'

/** Of one list. More is no project's: it would only fill our memory. */
const MOST_ITEMS = 100_000
const MOST_STARTS = 3

const Link = z.object({ rel: z.string(), href: z.string() })

/**
 * Reads every page of a list: `<name>` and, where there is more, a link `next` in `<name>_links`. Of the link only the query
 * is used: behind a proxy its host is often another, and the token is for ours. Starts anew where the entry that a page
 * begins after was deleted meanwhile. Throws what the client throws.
 */
export async function listAll<T>(
  client: Pick<Client, 'read'>,
  call: Call,
  name: string,
  item: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<T[]> {
  for (let start = 1; ; start++) {
    try {
      return await allPages(client, call, pageOf(name, item), signal)
    } catch (error) {
      if (start === MOST_STARTS || !isMarkerGone(error)) throw error
    }
  }
}

interface Page<T> {
  items: T[]
  next: Record<string, string> | null
}

async function allPages<T>(
  client: Pick<Client, 'read'>,
  call: Call,
  page: z.ZodType<Page<T>>,
  signal?: AbortSignal,
): Promise<T[]> {
  const found: T[] = []
  const asked = new Set<string>()
  let query = call.query ?? {}
  while (found.length < MOST_ITEMS) {
    const { items, next } = await client.read({ ...call, query }, page, signal)
    for (const item of items) found.push(item)
    if (next === null) return found
    query = { ...call.query, ...next }
    const place = JSON.stringify(query)
    if (asked.has(place)) break
    asked.add(place)
  }
  throw new CloudError(
    'cloud-unexpected-answer',
    `The cloud's list does not end after ${found.length} entries.`,
    {
      advice: 'Tell the operator of the cloud.',
      detail: `GET ${call.path}`,
    },
  )
}

function pageOf<T>(name: string, item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .looseObject({ [name]: z.array(z.unknown()) })
    .transform((page) => ({ items: page[name], links: page[`${name}_links`] ?? [] }))
    .pipe(z.object({ items: z.array(item), links: z.array(Link) }))
    .transform(({ items, links }) => ({ items, next: queryOf(links.find(({ rel }) => rel === 'next')) }))
}

function queryOf(link: z.infer<typeof Link> | undefined): Record<string, string> | null {
  if (link === undefined) return null
  return Object.fromEntries(new URL(link.href, 'http://localhost').searchParams)
}

/** `Marker nope could not be found.`, `marker [nope] not found` */
function isMarkerGone(error: unknown): boolean {
  return isLatchkeyError(error, 'cloud-failed') && /marker/i.test(error.info.detail ?? '')
}
