import { z } from 'zod'
import { inEnglish, type Said } from './words/said.js'
import { told } from './words/say.js'

/**
 * What stands between the commas of `from=` (sshd(8); ssh_config(5), PATTERNS): an address, a network as `address/bits`, or
 * a name or an address with `*` and `?`; a `!` before it excludes. What sshd would refuse the whole line for is none, nor
 * what looks like an address and never matches one.
 */
export const FromPattern = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .superRefine((text, context) => {
    const message = fromProblem(text)
    if (message !== null) context.addIssue({ code: 'custom', message: inEnglish(message) })
  })

/** Why a list of these lets nobody in; null where it may. */
export function fromListProblem(patterns: string[]): Said | null {
  const only = patterns.length > 0 && patterns.every((pattern) => pattern.startsWith('!'))
  return only ? 'A list that only excludes lets nobody in: add the addresses that may log in.' : null
}

/** Why a pattern is none, with what to write in its place; null for one that sshd takes. */
export function fromProblem(text: string): Said | null {
  const pattern = text.replace(/^!/, '')
  if (pattern.length > 255 || !/^[\w.*?:/%-]+$/.test(pattern)) return noPattern(text)
  if (pattern.includes('/')) return networkProblem(text, pattern)
  if (pattern.includes(':')) return isIPv6(pattern) || hasWildcard(pattern) ? null : noAddress(text, 'IPv6')
  // Names that end in a number are none (WHATWG URL, ends in a number): it is an address with a mistake.
  if (!hasWildcard(pattern) && /(^|\.)\d+$/.test(pattern))
    return isIPv4(pattern) ? null : noAddress(text, 'IPv4')
  return pattern.split('.').every((label) => /^[\w*?-]{1,63}$/.test(label)) ? null : noPattern(text)
}

function networkProblem(text: string, pattern: string): string | null {
  const [address = '', bits = '', ...more] = pattern.split('/')
  const number = addressNumber(address)
  const size = isIPv4(address) ? 32 : 128
  if (number === null || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > size)
    return `${text} is no network. Write it as 203.0.113.0/24 or 2001:db8::/32.`
  const hostBits = (1n << BigInt(size - Number(bits))) - 1n
  if ((number & hostBits) === 0n) return null
  return `${text} has bits set behind its mask, for which sshd refuses the line. Write the network's own address, or the address without /${bits}.`
}

const hasWildcard = (pattern: string) => /[*?]/.test(pattern)

const isIPv4 = (text: string) => z.ipv4().safeParse(text).success

/** Also with a zone: fe80::1%eth0. */
const isIPv6 = (text: string) => z.ipv6().safeParse(text.replace(/%[\w.-]+$/, '')).success

function addressNumber(address: string): bigint | null {
  if (isIPv4(address)) return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n)
  if (!isIPv6(address) || address.includes('%')) return null
  const [head = '', tail] = withoutIPv4(address).split('::')
  const parts = (text: string) => (text === '' ? [] : text.split(':'))
  const behind = parts(tail ?? '')
  const zeros = tail === undefined ? 0 : 8 - parts(head).length - behind.length
  const all = [...parts(head), ...Array.from({ length: zeros }, () => '0'), ...behind]
  return all.reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n)
}

/** ::ffff:192.0.2.1 as ::ffff:c000:201. */
function withoutIPv4(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...bytes: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
}

const noPattern = (text: string) =>
  told`"${text}" is no address, no network and no name. Write it as 203.0.113.7, 203.0.113.0/24, 2001:db8::/32 or *.example.org.`

const noAddress = (text: string, kind: string) =>
  `${text} looks like an ${kind} address and is none, so that it would never match.`
