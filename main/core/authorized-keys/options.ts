import { isIPv4, isIPv6 } from 'node:net'
import type { KeyOptions } from '../../../contract/bindings.js'
import { LatchkeyError } from '../lib/error.js'

/**
 * Options as they stand before a key (sshd(8)), empty for none. `restrict` leaves the terminal, without which Connect had
 * nothing to open. Throws `input-invalid` for what sshd would refuse the whole line for.
 */
export function formatOptions({ from = [], restrict = false, lastDay }: KeyOptions): string {
  for (const pattern of from) requirePattern(pattern)
  if (from.length > 0 && from.every((pattern) => pattern.startsWith('!')))
    throw invalid('From: a list that only excludes lets nobody in.', 'Add the addresses that may log in.')
  return [
    ...(restrict ? ['restrict', 'pty'] : []),
    ...(from.length > 0 ? [`from="${from.join(',')}"`] : []),
    ...(lastDay === undefined ? [] : [`expiry-time="${dayAfter(lastDay)}"`]),
  ].join(',')
}

/** A name or an address, with `*`, `?` and `!` (ssh_config(5), PATTERNS), or a network as `address/bits`. */
function requirePattern(text: string): void {
  const pattern = text.replace(/^!/, '')
  if (!/^[\w.*?:/%-]+$/.test(pattern) || pattern.length > 255)
    throw invalid(
      `From: "${text}" is no address, no network and no name.`,
      'Write it as 203.0.113.7, 203.0.113.0/24, 2001:db8::/32 or *.example.org.',
    )
  if (!pattern.includes('/')) return
  const [address = '', bits = '', ...more] = pattern.split('/')
  const size = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : 0
  if (size === 0 || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > size)
    throw invalid(`From: ${text} is no network.`, 'Write it as 203.0.113.0/24 or 2001:db8::/32.')
  if (hasHostBits(address, Number(bits), size))
    throw invalid(
      `From: ${text} has bits set behind its mask, for which sshd refuses the line.`,
      `Write the network's own address, or only the address without /${bits}.`,
    )
}

function hasHostBits(address: string, bits: number, size: number): boolean {
  const host = BigInt(size - bits)
  return (addressNumber(address) & ((1n << host) - 1n)) !== 0n
}

function addressNumber(address: string): bigint {
  if (isIPv4(address)) return address.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n)
  const written = new URL(`http://[${address}]/`).hostname.slice(1, -1) // the shortest form, in hexadecimal alone
  const [head = '', tail] = written.split('::')
  const parts = (text: string) => (text === '' ? [] : text.split(':'))
  const behind = parts(tail ?? '')
  const zeros = tail === undefined ? 0 : 8 - parts(head).length - behind.length
  const all = [...parts(head), ...Array.from({ length: zeros }, () => '0'), ...behind]
  return all.reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n)
}

/** sshd counts from the beginning of the day that is named, in its own time zone. */
function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10).replaceAll('-', '')
}

function invalid(message: string, advice: string): LatchkeyError {
  return new LatchkeyError('input-invalid', message, { advice })
}
