import { z } from 'zod'
import { Time } from '../../../contract/base.js'
import { HostsSource } from '../../../contract/known-hosts.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { ownTurn } from '../lib/own-turn.js'
import { parseDocument } from '../lib/parse-document.js'
import type { Clock, DocumentStore, Log } from '../ports.js'
import { isHashed, names } from './entry.js'
import type { HostChange } from './host-changes.js'
import type { HostsFile } from './hosts-file.js'
import type { KeyLine } from './lines.js'

/** A line of a known_hosts file that a change has made doubtful: this very line, so that one that was written since is not. */
const OutdatedLine = z.object({
  source: HostsSource,
  hash: z.string(),
  kind: z.enum(['left', 'moved', 'gone', 'rebuilt', 'restarted', 'started']),
  name: z.string(),
  instanceId: z.string(),
  instanceName: z.string(),
  at: Time,
})
export type OutdatedLine = z.infer<typeof OutdatedLine>

const Document = z.object({ version: z.literal(1), lines: z.array(OutdatedLine) })

export interface Outdated {
  /** Never mutate what it returns. */
  all(): Promise<readonly OutdatedLine[]>
  /** Looks for the lines that changes make doubtful, and remembers them. */
  note(changes: HostChange[]): Promise<void>
  /** A server shows this key for a name: where it is one of those in doubt, none of the name's is. */
  seen(name: string, key: string): Promise<void>
  /** These are not doubted any more. */
  forget(isMeant: (line: OutdatedLine) => boolean): Promise<void>
}

interface Parts {
  files: HostsFile[]
  store: DocumentStore
  clock: Clock
  log: Log
  onChange: () => void
}

/** Kept over restarts; a document that can't be read counts as none. */
export function createOutdated({ files, store, clock, log, onChange }: Parts): Outdated {
  const inTurn = oneAtATime()
  let loaded: Promise<OutdatedLine[]> | null = null

  const load = async () =>
    parseDocument(await store.read(), Document, log, 'outdated-hosts.dropped')?.lines ?? []
  const all = () => {
    loaded ??= load()
    return loaded
  }

  /** Lines that are in no file any more go with every change. */
  async function keep(lines: OutdatedLine[], found: Found): Promise<void> {
    const kept = stillThere(lines, found)
    loaded = Promise.resolve(kept)
    onChange()
    try {
      await store.write({ version: 1, lines: kept })
    } catch (error) {
      log.error('outdated-hosts.not-written', error)
    }
  }

  async function note(changes: HostChange[]): Promise<void> {
    const found = await keysOf(files, log)
    const at = new Date(clock.now()).toISOString()
    const known = (await all()).filter((line) => !changes.some((change) => isAbout(change, line)))
    const fresh: OutdatedLine[] = []
    const find = finder(found.lines)
    for (const { kind, ...change } of changes) {
      if (kind === 'back') continue
      for (const { source, hash } of await find(change.name))
        fresh.push({ source, hash, kind, ...change, at })
    }
    const isNews = fresh.length > 0 || known.length < (await all()).length
    if (isNews) await keep([...known, ...fresh], found)
  }

  async function seen(name: string, key: string): Promise<void> {
    const doubted = (await all()).filter((line) => line.name === name)
    if (doubted.length === 0) return
    const found = await keysOf(files, log)
    const isSame = doubted.some(({ source, hash }) =>
      found.lines.some((line) => line.source === source && line.hash === hash && line.entry.key === key),
    )
    if (isSame)
      await keep(
        (await all()).filter((line) => line.name !== name),
        found,
      )
  }

  return {
    all: () => inTurn(all),
    note: (changes) => inTurn(() => note(changes)),
    seen: (name, key) => inTurn(() => seen(name, key)),
    forget: (isMeant) =>
      inTurn(async () => {
        const found = await keysOf(files, log)
        await keep(
          (await all()).filter((line) => !isMeant(line)),
          found,
        )
      }),
  }
}

type FoundLine = Pick<OutdatedLine, 'source'> & KeyLine

/** The lines of both files, as far as they can be read. */
interface Found {
  lines: FoundLine[]
  unread: string[]
}

async function keysOf(files: HostsFile[], log: Log): Promise<Found> {
  const unread: string[] = []
  const found = await Promise.all(
    files.map(async ({ source, read }) => {
      try {
        return (await read()).keys.map((line) => ({ source, ...line }))
      } catch (error) {
        log.warn('outdated-hosts.unreadable', { source, problem: String(error) })
        unread.push(source)
        return []
      }
    }),
  )
  return { lines: found.flat(), unread }
}

/** Without those that are in no file any more. */
function stillThere(noted: OutdatedLine[], { lines, unread }: Found): OutdatedLine[] {
  const present = new Set(lines.map(({ source, hash }) => `${source} ${hash}`))
  return noted.filter(({ source, hash }) => unread.includes(source) || present.has(`${source} ${hash}`))
}

/** A later change of the same address takes the place of the one before; whoever has its address back is in no doubt for that. */
const isAbout = (change: HostChange, line: OutdatedLine) =>
  line.name === change.name &&
  (change.kind !== 'back' ||
    (line.instanceId === change.instanceId && ['left', 'moved', 'gone'].includes(line.kind)))

const LINES_PER_TURN = 1_000

/** Finds the trusted lines that say a very name. Thousands of hashed ones are looked through in turns. */
function finder(lines: FoundLine[]): (name: string) => Promise<FoundLine[]> {
  const trusted = lines.filter(({ entry }) => entry.marker === null)
  const hashed = trusted.filter(({ entry }) => isHashed(entry.hosts))
  const plain = new Map<string, FoundLine[]>()
  for (const line of trusted)
    if (!isHashed(line.entry.hosts))
      for (const name of new Set(line.entry.hosts.toLowerCase().split(',')))
        plain.set(name, [...(plain.get(name) ?? []), line])
  return async (name) => {
    const found = [...(plain.get(name) ?? [])]
    for (let at = 0; at < hashed.length; at += LINES_PER_TURN) {
      await ownTurn()
      found.push(...hashed.slice(at, at + LINES_PER_TURN).filter(({ entry }) => names(entry.hosts, name)))
    }
    return found
  }
}
