import { createHash } from 'node:crypto'
import type { KnownHost } from '../../../contract/known-hosts.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import { wireReader } from '../keys/ssh-wire.js'
import { LatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import type { Clock, TextFile } from '../ports.js'
import type { KnownHostsService } from '../services.js'
import {
  covers,
  formatLine,
  hostName,
  isUnreadable,
  type KnownHostLine,
  parseLine,
  without,
} from './entry.js'

export interface KnownKey {
  algorithm: string
  fingerprint: string
  /** When Latchkey wrote it; null if someone else did. */
  since: string | null
}

export interface HostKeyVerdict {
  /** `revoked`: a line forbids this very key. `changed`: other keys are known for the host. */
  state: 'known' | 'unknown' | 'changed' | 'revoked'
  /** The host's name in the file. */
  name: string
  known: KnownKey[]
  /** How many lines of the file can't be read. */
  unreadableLines: number
}

/** Latchkey's own known_hosts, in OpenSSH's format. Lines that it doesn't understand stay as they are. */
export interface KnownHosts extends KnownHostsService {
  /** What the file says about a host's key, given as its blob. */
  check(host: string, port: number, blob: Uint8Array): Promise<HostKeyVerdict>
  /** The algorithms of the keys known for a host, to be negotiated first: `ssh-ed25519`, `ssh-rsa` … */
  algorithms(host: string, port: number): Promise<string[]>
  /**
   * Makes a key the known one of a host that was unknown. One that is known by now, from another session that asked at the
   * same time, stays as it is; throws `ssh-host-key-changed` if that other key is not this one.
   */
  add(host: string, port: number, blob: Uint8Array): Promise<void>
  /** Makes a key the only one known for the host. */
  replace(host: string, port: number, blob: Uint8Array): Promise<void>
}

interface Line {
  text: string
  entry: KnownHostLine | null
}

/** Reads the file anew for each question, so that what others write into it counts at once. */
export function createKnownHosts({ file, clock }: { file: TextFile; clock: Clock }): KnownHosts {
  const inTurn = oneAtATime()

  async function read(): Promise<Line[]> {
    const text = await file.read()
    const lines = text.split('\n').map((line) => ({ text: line, entry: parseLine(line) }))
    return text === '' || text.endsWith('\n') ? lines.slice(0, -1) : lines
  }

  /** One change after the other, each on what the file says then. */
  function rewrite(change: (lines: Line[]) => string[]): Promise<void> {
    return inTurn(async () => {
      const lines = change(await read())
      await file.write(lines.map((line) => `${line}\n`).join(''))
    })
  }

  const newLine = (name: string, blob: Uint8Array) =>
    formatLine({
      marker: null,
      hosts: name,
      algorithm: wireReader(blob).text(),
      key: Buffer.from(blob).toString('base64'),
      comment: `latchkey ${new Date(clock.now()).toISOString()}`,
    })

  return {
    async check(host, port, blob) {
      const name = hostName(host, port)
      const all = await inTurn(read)
      const lines = linesOf(all, name)
      const keys = lines.filter((line) => line.marker === null)
      const known = keys.map(toKnownKey)
      return { state: stateOf(lines, keys, blob), name, known, unreadableLines: unreadableIn(all) }
    },

    async algorithms(host, port) {
      const keys = keysOf(await inTurn(read), hostName(host, port))
      return [...new Set(keys.map((line) => line.algorithm))]
    },

    add: (host, port, blob) =>
      rewrite((lines) => {
        const name = hostName(host, port)
        const texts = lines.map(({ text }) => text)
        const keys = keysOf(lines, name)
        if (keys.some((line) => holds(line, blob))) return texts
        if (keys.length > 0) throw knownMeanwhile(name)
        return [...texts, newLine(name, blob)]
      }),

    replace: (host, port, blob) =>
      rewrite((lines) => {
        const name = hostName(host, port)
        return [...lines.flatMap((line) => withoutHost(line, name)), newLine(name, blob)]
      }),

    async list() {
      const lines = await inTurn(read)
      const hosts = toKnownHosts(lines).map(({ index: _index, ...host }) => host)
      return { hosts, unreadableLines: unreadableIn(lines) }
    },

    remove: ({ id }) =>
      rewrite((lines) => {
        const index = toKnownHosts(lines).find((host) => host.id === id)?.index
        if (index === undefined)
          throw new LatchkeyError('input-invalid', 'This known host is no longer in the list.', {
            advice: 'Look at the list again.',
          })
        return lines.filter((_line, at) => at !== index).map(({ text }) => text)
      }),
  }
}

function keysOf(lines: Line[], name: string): KnownHostLine[] {
  return linesOf(lines, name).filter(({ marker }) => marker === null)
}

function linesOf(lines: Line[], name: string): KnownHostLine[] {
  return lines.flatMap(({ entry }) => (entry !== null && covers(entry.hosts, name) ? [entry] : []))
}

const unreadableIn = (lines: Line[]) => lines.filter(({ text }) => isUnreadable(text)).length

function knownMeanwhile(name: string): LatchkeyError {
  return new LatchkeyError(
    'ssh-host-key-changed',
    `Another host key of ${name} has been trusted meanwhile.`,
    {
      advice: 'Two servers answer under this name, or someone is in between: compare both with its console.',
      retryable: true,
    },
  )
}

function stateOf(lines: KnownHostLine[], keys: KnownHostLine[], blob: Uint8Array): HostKeyVerdict['state'] {
  if (lines.some((line) => line.marker === '@revoked' && holds(line, blob))) return 'revoked'
  if (keys.some((line) => holds(line, blob))) return 'known'
  return keys.length === 0 ? 'unknown' : 'changed'
}

/** A line after a host has left it: untouched, with fewer hosts, or gone. Marked lines are the user's and stay. */
function withoutHost({ text, entry }: Line, name: string): string[] {
  if (entry === null || entry.marker !== null || !covers(entry.hosts, name)) return [text]
  const hosts = without(entry.hosts, name)
  return hosts === null ? [] : [formatLine({ ...entry, hosts })]
}

/** The key lines without markers. The id is the line's own hash, so that it holds across other changes of the file. */
function toKnownHosts(lines: Line[]): (KnownHost & { index: number })[] {
  const seen = new Map<string, number>()
  return lines.flatMap(({ text, entry }, index) => {
    if (entry === null || entry.marker !== null) return []
    const { algorithm, fingerprint, since } = toKnownKey(entry)
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 24)
    const copy = seen.get(hash) ?? 0
    seen.set(hash, copy + 1)
    const host = entry.hosts.startsWith('|') ? '(hashed)' : entry.hosts
    return [{ id: `${hash}-${copy}`, host, algorithm, fingerprint, addedAt: since, index }]
  })
}

function toKnownKey({ algorithm, key, comment }: KnownHostLine): KnownKey {
  const since = /(?:^|\s)latchkey (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)$/.exec(comment)?.[1] ?? null
  return { algorithm, fingerprint: fingerprintSha256(Buffer.from(key, 'base64')), since }
}

function holds(line: KnownHostLine, blob: Uint8Array): boolean {
  return Buffer.from(line.key, 'base64').equals(blob)
}
