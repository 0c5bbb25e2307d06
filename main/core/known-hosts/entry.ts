import { createHmac, randomBytes } from 'node:crypto'
import { wireReader } from '../keys/ssh-wire.js'

/** One key line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHostLine {
  marker: '@revoked' | '@cert-authority' | null
  /** The first field: names and patterns with commas, or one hashed name. */
  hosts: string
  algorithm: string
  /** The public key blob in base64. */
  key: string
  comment: string
}

const LINE =
  /^[ \t]*(?:(?<marker>@[\w-]+)[ \t]+)?(?<hosts>[^\s#@]\S*)[ \t]+(?<algorithm>[\w@.-]+)[ \t]+(?<key>[A-Za-z0-9+/]+={0,2})(?:\s+(?<comment>.*?))?\s*$/

/**
 * Null for blank lines, remarks, unknown markers, keys that are cut off or of another type than the line says (also those
 * of SSH 1), and whatever else isn't a key line.
 */
export function parseLine(text: string): KnownHostLine | null {
  const { marker = null, hosts, algorithm, key, comment = '' } = LINE.exec(text)?.groups ?? {}
  if (hosts === undefined || algorithm === undefined || key === undefined) return null
  if (marker !== null && marker !== '@revoked' && marker !== '@cert-authority') return null
  if (!isKeyOf(algorithm, key) || isPassedOver(text)) return null
  return { marker, hosts, algorithm, key, comment }
}

/** ssh takes a tab behind a marker only where no space follows. It trusts no such authority; such a revocation counts here. */
const isPassedOver = (text: string) => /^[ \t]*@cert-authority\t.* /.test(text)

/** Whether base64 holds a whole public key of this type (RFC 4253 §6.6: its name, then further strings). */
function isKeyOf(algorithm: string, base64: string): boolean {
  try {
    const reader = wireReader(Buffer.from(base64, 'base64'))
    if (reader.text() !== algorithm) return false
    do reader.bytes()
    while (reader.rest().length > 0)
    return true
  } catch (_cutOff) {
    return false
  }
}

/** Whether a line says something that nobody can read any more; blank lines and remarks say nothing. */
export function isUnreadable(text: string): boolean {
  return /^\s*[^\s#]/.test(text) && parseLine(text) === null
}

/** Whether a line is about this very key, given as its blob. */
export function holds(line: KnownHostLine, blob: Uint8Array): boolean {
  return Buffer.from(line.key, 'base64').equals(blob)
}

/** The line of a known_hosts file, without line feed. */
export function formatLine({ marker, hosts, algorithm, key, comment }: KnownHostLine): string {
  return [marker, hosts, algorithm, key, comment].filter((field) => field).join(' ')
}

/** A host as known_hosts names it: in lower case, and `[host]:port` unless the port is 22. */
export function hostName(host: string, port: number): string {
  const name = host.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** Whether a line's hosts field covers a name: exact, `*` and `?`, `!` to exclude, or hashed (`|1|salt|hash`). */
export function covers(hosts: string, name: string): boolean {
  if (isHashed(hosts)) return hashedCovers(hosts, name)
  const patterns = hosts.split(',')
  const excluded = patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), name))
  return !excluded && patterns.some((pattern) => matches(pattern, name))
}

/** The hosts field after it has stopped to cover a name; null if it then covers nothing. */
export function without(hosts: string, name: string): string | null {
  if (!covers(hosts, name)) return hosts
  if (isHashed(hosts)) return null
  const others = hosts.split(',').filter((pattern) => pattern.toLowerCase() !== name)
  if (others.every((pattern) => pattern.startsWith('!'))) return null
  const rest = others.join(',')
  return covers(rest, name) ? `${rest},!${name}` : rest
}

const SALT_BYTES = 20

/** Whether a hosts field hides its name (HashKnownHosts). */
export const isHashed = (hosts: string): boolean => hosts.startsWith('|')

/** A hosts field that hides its name: HMAC-SHA1 under a random salt, as `ssh-keygen -H` writes it. */
export function hashedName(name: string): string {
  const salt = randomBytes(SALT_BYTES)
  const hash = createHmac('sha1', salt).update(name).digest('base64')
  return `|1|${salt.toString('base64')}|${hash}`
}

/** Whether a hosts field says this very name, hashed or not; patterns that only happen to match it don't count. */
export function names(hosts: string, name: string): boolean {
  return isHashed(hosts) ? hashedCovers(hosts, name) : hosts.toLowerCase().split(',').includes(name)
}

function hashedCovers(hosts: string, name: string): boolean {
  const [, version, salt = '', hash = ''] = hosts.split('|')
  const bytes = Buffer.from(salt, 'base64')
  if (version !== '1' || bytes.length !== SALT_BYTES) return false
  return createHmac('sha1', bytes).update(name).digest('base64') === hash
}

function matches(pattern: string, name: string): boolean {
  const plain = pattern.toLowerCase()
  if (!/[*?]/.test(plain)) return plain === name
  const source = plain
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${source}$`).test(name)
}
