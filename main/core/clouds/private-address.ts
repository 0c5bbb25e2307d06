import { isIPv4 } from 'node:net'

/** What RFC 6890 lists as not globally reachable, as far as instances have it: clouds for trying use the last three too. */
export const privateNets = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
] as const

const DOT = '.'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)

const ranges = privateNets.map(([net, prefix]) => {
  const size = 2 ** (32 - prefix)
  const first = numberOf(net)
  return { first, last: first + size - 1 }
})

/**
 * Whether an IP address can be reached only from inside: tried with no more than a VPN. Node's BlockList says the same, but
 * takes 30 µs an address, which is most of a refresh of thousands of instances.
 */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return isPrivateNumber(numberOf(address))
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped !== undefined && isIPv4(mapped)) return isPrivateNumber(numberOf(mapped))
  const first = Number.parseInt(address.split(':')[0] || '0', 16)
  const isUniqueLocal = (first & 0xfe00) === 0xfc00
  const isLinkLocal = (first & 0xffc0) === 0xfe80
  return isUniqueLocal || isLinkLocal || address === '::1'
}

const isPrivateNumber = (number: number) =>
  ranges.some(({ first, last }) => number >= first && number <= last)

function numberOf(address: string): number {
  let number = 0
  let part = 0
  for (let at = 0; at < address.length; at++) {
    const sign = address.charCodeAt(at)
    if (sign === DOT) number = (number + part) * 256
    part = sign === DOT ? 0 : part * 10 + sign - ZERO
  }
  return number + part
}
