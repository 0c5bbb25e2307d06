import { fingerprintSha256 } from '../keys/public-key.js'
import { wireReader } from '../keys/ssh-wire.js'
import { LatchkeyError } from '../lib/error.js'
import type { Clock } from '../ports.js'
import { type AnnouncedKeys, type Announcement, announcedKeys, areHashed, refusal } from './announced-keys.js'
import { judgeCertificate } from './certificate-authorities.js'
import {
  covers,
  formatLine,
  hashedName,
  holds,
  hostName,
  isHashed,
  type KnownHostLine,
  without,
} from './entry.js'
import type { HostCertificate } from './host-certificate.js'
import type { HostsFile } from './hosts-file.js'
import { type Line, newLine, unreadableIn } from './lines.js'

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
  known: (KnownKey & { blob: Buffer })[]
  /** Other names in the file, at most 10, under which this very key is known. */
  alsoKnownAs: string[]
  /** Why no certificate speaks for the host, as a sentence; null where one does, or no authority is known for it. */
  certificateProblem: string | null
  /** How many lines of the file can't be read. */
  unreadableLines: number
  /** With `changed`: what clouds told that would explain it, as sentences; null where they told nothing. */
  explanation: string | null
  /** Where `replace` would write the key beside those known for `name`, which stay: under this name. Null: in their place. */
  besideAs: string | null
}

export interface WantedHostKeys {
  /** The types of the keys known for it, to be negotiated first: `ssh-ed25519`, `ssh-rsa` … */
  types: string[]
  /** Whether a certificate authority is known for it. */
  certificates: boolean
}

/** Whom Latchkey trusts, by its own known_hosts in OpenSSH's format. Lines that it doesn't understand stay as they are. */
export interface KnownHosts {
  /** What the file says about a host's key, given as its blob, and about the certificate that was shown with it. */
  check(
    host: string,
    port: number,
    blob: Uint8Array,
    certificate?: HostCertificate | null,
  ): Promise<HostKeyVerdict>
  /** What a host is to be asked for. */
  wanted(host: string, port: number): Promise<WantedHostKeys>
  /**
   * Makes a key the known one of a host that was unknown. One that is known by now, from another session that asked at the
   * same time, stays as it is; throws `ssh-host-key-changed` if that other key is not this one.
   */
  add(host: string, port: number, blob: Uint8Array): Promise<void>
  /** What the keys that a connected host has announced would change; null where nothing, or where it was refused for good. */
  announced(
    host: string,
    port: number,
    current: Uint8Array,
    announcement: Announcement,
  ): Promise<AnnouncedKeys | null>
  /** Does it, or with `refused` remembers that it is not wanted. Where the file says otherwise by now, nothing is changed. */
  takeOver(
    host: string,
    port: number,
    current: Uint8Array,
    announcement: Announcement,
    refused?: boolean,
  ): Promise<void>
  /** Makes a key the only one known for the host, or, behind a jump host, for the host there. */
  replace(host: string, port: number, blob: Uint8Array): Promise<void>
  /**
   * The same of hosts that are reached through jump hosts, named by these addresses. Private networks have the same addresses
   * over and over, so a key that is not the one known for an address is kept under a name of its own there, which counts
   * from then on, as OpenSSH's HostKeyAlias has it.
   */
  behind(hops: readonly { host: string; port: number }[]): KnownHosts
}

/** What was told of hosts whose keys may be new. */
export interface HostNews {
  /** Why the keys known for a name may be out of date, as sentences; null where nothing speaks for it. */
  explanation(name: string, known: KnownKey[]): Promise<string | null>
  /** A server shows this key: one that shows a key that is known for its name is the one that it was. */
  seen(name: string, key: string): void
}

interface Parts {
  file: HostsFile
  clock: Clock
  news: HostNews
}

export function createKnownHosts({ file, clock, news }: Parts): KnownHosts {
  const lineOf = (name: string, blob: Uint8Array, hashed: boolean) =>
    newLine(
      formatLine({
        marker: null,
        hosts: hashed ? hashedName(name) : name,
        algorithm: wireReader(blob).text(),
        key: Buffer.from(blob).toString('base64'),
        comment: `latchkey ${new Date(clock.now()).toISOString()}`,
      }),
    )

  async function change(name: string, blob: Uint8Array, to: (lines: Line[]) => Line[]) {
    await file.rewrite(({ lines }) => to(lines))
    news.seen(name, Buffer.from(blob).toString('base64'))
  }

  const views = new Map<string, KnownHosts>()
  const behind: KnownHosts['behind'] = (hops) => {
    const via = hops.map((hop) => (hop.port === 22 ? hop.host : `${hop.host}-${hop.port}`)).reverse()
    const key = via.join('.via.').toLowerCase()
    const view = views.get(key) ?? viewOf(key)
    views.set(key, view)
    return view
  }

  /** `via`: the jump hosts, the last first; empty for none. */
  const viewOf = (via: string): KnownHosts => ({
    behind,

    async check(host, port, blob, certificate = null) {
      const all = (await file.read()).lines
      const [name, own] = [nameIn(all, host, port, via), nameBehind(host, port, via)]
      const keys = keysOf(all, name)
      const marked = name === own && via !== '' ? linesOf(all, hostName(host, port)).filter(isMarked) : []
      const judge = (lines: KnownHostLine[]) => {
        const judgement = judgeCertificate(lines, certificate, host, clock.now())
        return { ...judgement, state: stateOf(lines, blob, certificate, judgement.certified) }
      }
      const withPort = judge([...linesOf(all, name), ...marked])
      const plain = withPort.state === 'unknown' ? judge(linesWithoutPort(all, host, port)) : withPort
      const { state, certified } = plain.state === 'changed' ? withPort : plain
      const certificateProblem =
        state === 'known' ? null : (withPort.certificateProblem ?? plain.certificateProblem)
      if (state === 'known' && !certified) news.seen(name, Buffer.from(blob).toString('base64'))
      const known = keys.map((line) => ({ ...toKnownKey(line), blob: Buffer.from(line.key, 'base64') }))
      return {
        ...{ state, name, certificateProblem, known },
        alsoKnownAs: otherNames(all, blob, name),
        unreadableLines: unreadableIn(all),
        explanation: state === 'changed' ? await news.explanation(name, known) : null,
        besideAs: own === name ? null : own,
      }
    },

    async wanted(host, port) {
      const all = (await file.read()).lines
      const lines = linesOf(all, nameIn(all, host, port, via))
      const plain = linesWithoutPort(all, host, port)
      const keys = [...lines, ...plain].filter(({ marker }) => marker === null)
      return {
        types: [...new Set(keys.map((line) => line.algorithm))],
        certificates: [...lines, ...plain].some(({ marker }) => marker === '@cert-authority'),
      }
    },

    add: (host, port, blob) =>
      change(hostName(host, port), blob, (lines) => {
        const name = nameIn(lines, host, port, via)
        const keys = keysOf(lines, name)
        if (keys.some((line) => holds(line, blob))) return lines
        if (keys.length > 0) throw knownMeanwhile(name)
        return [...lines, lineOf(name, blob, areHashed(lines))]
      }),

    replace(host, port, blob) {
      const name = nameBehind(host, port, via)
      return change(name, blob, (lines) => [
        ...lines.flatMap((line) => withoutHost(line, name)),
        lineOf(name, blob, areHashed(lines)),
      ])
    },

    async announced(host, port, current, announcement) {
      const { lines } = await file.read()
      const name = nameIn(lines, host, port, via)
      const news = announcedKeys(lines, name, current, announcement)
      return news === null || lines.some(({ text }) => text === refusal(name, news)) ? null : news
    },

    async takeOver(host, port, current, announcement, refused = false) {
      await file.rewrite(({ lines }) => {
        const name = nameIn(lines, host, port, via)
        const news = announcedKeys(lines, name, current, announcement)
        if (news === null) return lines
        if (refused) return [...lines, newLine(refusal(name, news))]
        const hashed = areHashed(lines)
        const isRetired = ({ entry }: Line) => entry !== null && news.retired.some((key) => holds(entry, key))
        const kept = lines.flatMap((line) => (isRetired(line) ? withoutHost(line, name) : [line]))
        return [...kept, ...news.added.map((key) => lineOf(name, key, hashed))]
      })
    },
  })
  return viewOf('')
}

/** `10.0.0.5.via.bastion.example.com`; without jump hosts as it is named everywhere. */
const nameBehind = (host: string, port: number, via: string) =>
  hostName(via === '' ? host : `${host}.via.${via}`, port)

/** The name that counts: of its own where it has keys there. */
function nameIn(lines: Line[], host: string, port: number, via: string): string {
  const own = nameBehind(host, port, via)
  return keysOf(lines, own).length > 0 ? own : hostName(host, port)
}

const isMarked = ({ marker }: KnownHostLine) => marker !== null

function keysOf(lines: Line[], name: string): KnownHostLine[] {
  return linesOf(lines, name).filter(({ marker }) => marker === null)
}

function linesOf(lines: Line[], name: string): KnownHostLine[] {
  return lines.flatMap(({ entry }) => (entry !== null && covers(entry.hosts, name) ? [entry] : []))
}

/** A host at another port than 22 is also known by lines without one, where none with its port says otherwise: ssh does it so. */
function linesWithoutPort(all: Line[], host: string, port: number): KnownHostLine[] {
  return port === 22 ? [] : linesOf(all, hostName(host, 22))
}

const MOST_NAMES = 10

/** Under what else a key is trusted, as far as names can be read. */
function otherNames(lines: Line[], blob: Uint8Array, name: string): string[] {
  const same = lines.flatMap(({ entry }) =>
    entry?.marker === null && holds(entry, blob) ? [entry.hosts] : [],
  )
  const others = same.filter((hosts) => !isHashed(hosts)).flatMap((hosts) => hosts.split(','))
  return [...new Set(others)].filter((other) => other !== name && !other.startsWith('!')).slice(0, MOST_NAMES)
}

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

function stateOf(
  lines: KnownHostLine[],
  blob: Uint8Array,
  certificate: HostCertificate | null,
  certified: boolean,
): HostKeyVerdict['state'] {
  const shown = certificate === null ? [blob] : [blob, certificate.authority]
  const revoked = lines.filter(({ marker }) => marker === '@revoked')
  if (revoked.some((line) => shown.some((key) => holds(line, key)))) return 'revoked'
  const keys = lines.filter(({ marker }) => marker === null)
  if (certified || keys.some((line) => holds(line, blob))) return 'known'
  return keys.length === 0 ? 'unknown' : 'changed'
}

/** A line after a name has left it: untouched, with fewer names, or gone. Marked lines are the user's and stay. */
export function withoutHost(line: Line, name: string): Line[] {
  const { entry } = line
  if (entry === null || entry.marker !== null || !covers(entry.hosts, name)) return [line]
  const hosts = without(entry.hosts, name)
  return hosts === null ? [] : [{ ...newLine(formatLine({ ...entry, hosts })), end: line.end }]
}

/** What users know a key line by. */
export function toKnownKey({ algorithm, key, comment }: KnownHostLine): KnownKey {
  const since = /(?:^|\s)latchkey (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)$/.exec(comment)?.[1] ?? null
  return { algorithm, fingerprint: fingerprintSha256(Buffer.from(key, 'base64')), since }
}
