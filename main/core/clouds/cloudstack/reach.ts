import { BlockList, isIPv6 } from 'node:net'
import { z } from 'zod'
import { SshAddress } from '../../../../contract/instances.js'
import type { Log } from '../../ports.js'
import { isRefused } from '../missing-rights.js'
import type { Lister } from './paging.js'

/*
 * In an isolated network an instance has a private address only; SSH gets in by a port forwarding rule or a static NAT
 * of the network's public address.
 */

const ForwardingRule = z.object({
  virtualmachineid: z.string().optional(),
  ipaddress: z.string().optional(),
  protocol: z.string().default(''),
  state: z.string().default('Active'),
  privateport: z.coerce.number(),
  privateendport: z.coerce.number().optional(),
  publicport: z.coerce.number(),
})
type ForwardingRule = z.infer<typeof ForwardingRule>

const PublicAddress = z.object({
  ipaddress: z.string(),
  isstaticnat: z.boolean().default(false),
  virtualmachineid: z.string().optional(),
})

const SSH_PORT = 22

/** Ways in from outside, by the instance's id; best first. */
export type Reach = Map<string, SshAddress[]>

/** What the two lists tell. Where the operator doesn't allow them, it goes on without and logs it. */
export async function readReach(lister: Lister, log: Log, signal?: AbortSignal): Promise<Reach> {
  const [rules, addresses] = await Promise.all([
    unlessRefused(
      log,
      lister.list('listPortForwardingRules', 'portforwardingrule', ForwardingRule, {}, signal),
    ),
    unlessRefused(log, lister.list('listPublicIpAddresses', 'publicipaddress', PublicAddress, {}, signal)),
  ])
  const reach: Reach = new Map()
  for (const rule of rules) add(reach, rule.virtualmachineid, forwardedSsh(rule))
  for (const { ipaddress, isstaticnat, virtualmachineid } of addresses)
    if (isstaticnat) add(reach, virtualmachineid, { host: ipaddress, port: SSH_PORT, via: 'static-nat' })
  return reach
}

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

/** Ranges map port by port: private 20-30 at public 2020-2030 has SSH at 2022. Null if the rule isn't for SSH. */
function forwardedSsh(rule: ForwardingRule): SshAddress | null {
  const { privateport: first, privateendport: last = first, publicport, ipaddress } = rule
  if (rule.protocol.toLowerCase() !== 'tcp' || rule.state !== 'Active' || ipaddress === undefined) return null
  if (SSH_PORT < first || SSH_PORT > last) return null
  const address = { host: ipaddress, port: publicport + SSH_PORT - first, via: 'port-forward' }
  return SshAddress.safeParse(address).data ?? null
}

function add(reach: Reach, instance: string | undefined, address: SshAddress | null): void {
  if (instance === undefined || address === null) return
  reach.set(instance, [...(reach.get(instance) ?? []), address])
}

async function unlessRefused<T>(log: Log, list: Promise<T[]>): Promise<T[]> {
  try {
    return await list
  } catch (error) {
    if (!isRefused(error)) throw error
    log.warn('cloud.reach-unknown', { problem: String(error) })
    return []
  }
}
