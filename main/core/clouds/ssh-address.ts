import { BlockList, isIPv6 } from 'node:net'
import type { SshAddress } from '../../../contract/instances.js'

export const SSH_PORT = 22

/** What RFC 6890 lists as not globally reachable, as far as instances have it: clouds for trying use the last four too. */
const privateRanges = new BlockList()
for (const [net, prefix] of [
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
] as const)
  privateRanges.addSubnet(net, prefix, 'ipv4')
privateRanges.addSubnet('fc00::', 7, 'ipv6')
privateRanges.addSubnet('fe80::', 10, 'ipv6')
privateRanges.addAddress('::1', 'ipv6')

/** SSH straight to an address of the instance itself, which in a shared network may be a public one. */
export function direct(host: string): SshAddress {
  const isPrivate = privateRanges.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')
  return { host, port: SSH_PORT, via: isPrivate ? 'private' : 'public' }
}
