import { z } from 'zod'
import { SshAddress } from '../../../../contract/instances.js'
import type { Log } from '../../ports.js'
import { isRefused } from '../missing-rights.js'
import { SSH_PORT } from '../ssh-address.js'
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
