import { isIP } from 'node:net'
import { z } from 'zod'
import type { InstanceState, SshAddress } from '../../../../contract/instances.js'
import { isLatchkeyError } from '../../lib/error.js'
import type { Log } from '../../ports.js'
import type { Cloud, CloudInstance } from '../cloud.js'
import { createdAt } from '../created-at.js'
import { direct, SSH_PORT } from '../ssh-address.js'
import { tagsOf } from '../tags.js'
import { userGuesses } from '../user-guesses.js'
import type { Lister } from './paging.js'
import { type Reach, readReach } from './reach.js'

/** CloudStack leaves empty fields out; some releases say null or "". */
const text = z.string().nullish()

const Nic = z.object({ ipaddress: text, ip6address: text, isdefault: z.boolean().optional() })

const MachineAsSent = z.object({
  /** A UUID. What can't be an id of the contract would spoil the list of all accounts. */
  id: z.string().min(1).max(100),
  name: text,
  displayname: text,
  state: text,
  zonename: text,
  nic: z.array(Nic).nullish(),
  publicip: text,
  created: text,
  templatename: text,
  osdisplayname: text,
  /** Names separated by commas, since 4.17. */
  keypairs: text,
  /** One name, before 4.17. */
  keypair: text,
  tags: z.array(z.object({ key: text, value: text })).nullish(),
  /** 0 while a job of the instance is under way. */
  jobstatus: z.number().nullish(),
})

/** In one step for all fields: a step for each costs most of the time that a list takes to be read. */
export const VirtualMachine = MachineAsSent.transform((sent) => ({
  id: sent.id,
  name: sent.name ?? '',
  displayname: sent.displayname ?? '',
  state: sent.state ?? '',
  zonename: sent.zonename ?? '',
  nic: (sent.nic ?? []).map((nic) => ({
    ipaddress: nic.ipaddress ?? '',
    ip6address: nic.ip6address ?? '',
    isdefault: nic.isdefault ?? false,
  })),
  publicip: sent.publicip ?? '',
  created: sent.created ?? '',
  templatename: sent.templatename ?? '',
  osdisplayname: sent.osdisplayname ?? '',
  keypairs: sent.keypairs ?? '',
  keypair: sent.keypair ?? '',
  tags: sent.tags ?? [],
  jobstatus: sent.jobstatus,
}))
export type VirtualMachine = z.infer<typeof VirtualMachine>

/** Made where its page is checked, while the next one is on its way. */
const Instance = VirtualMachine.transform(toInstance)

/** NICs and template are asked for by name: the whole answer makes the cloud gather statistics too. */
const DETAILS = { details: 'nics,tmpl' }

/** The account's own instances (no `listall`): keys can be set only on those, and key names mean only theirs. */
export function createInstances(
  lister: Lister,
  log: Log,
): Pick<Cloud, 'listInstances' | 'getInstance'> & {
  /** The instance without its ways in: one call. Null if it is gone. */
  findMachine(id: string, signal?: AbortSignal): Promise<VirtualMachine | null>
} {
  const list = <T>(item: z.ZodType<T>, params: Record<string, string>, signal?: AbortSignal) =>
    lister.list('listVirtualMachines', 'virtualmachine', item, { ...DETAILS, ...params }, signal)

  async function findMachine(id: string, signal?: AbortSignal): Promise<VirtualMachine | null> {
    try {
      const [machine] = await list(VirtualMachine, { id }, signal)
      return machine === undefined || stateOf(machine.state) === 'gone' ? null : machine
    } catch (error) {
      if (isLatchkeyError(error, 'cloud-not-found')) return null
      throw error
    }
  }

  return {
    findMachine,
    async listInstances(signal) {
      const [instances, reach] = await Promise.all([
        list(Instance, {}, signal),
        readReach(lister, log, signal),
      ])
      const unique = new Map(instances.map((instance) => [instance.cloudId, instance]))
      return [...unique.values()].map((instance) => withReach(instance, reach))
    },
    async getInstance(id, signal) {
      const [machine, reach] = await Promise.all([findMachine(id, signal), readReach(lister, log, signal)])
      return machine && withReach(toInstance(machine), reach)
    },
  }
}

/** The names of the keys that CloudStack declares for it, whichever release says so. */
export function keyNamesOf(machine: VirtualMachine): string[] {
  const names = (machine.keypairs || machine.keypair).split(',').map((name) => name.trim())
  return names.filter((name) => name !== '')
}

/** VirtualMachine.State of CloudStack. `Shutdown` is not `Stopped` to it, so it is not to us. */
export function stateOf(cloudState: string): InstanceState {
  return states.get(cloudState) ?? 'unknown'
}

const states = new Map<string, InstanceState>([
  ['Running', 'running'],
  ['Stopped', 'stopped'],
  ['Starting', 'starting'],
  ['Stopping', 'stopping'],
  ['Migrating', 'changing'],
  ['Restoring', 'changing'],
  ['Shutdown', 'changing'],
  ['Error', 'error'],
  ['Destroyed', 'gone'],
  ['Expunging', 'gone'],
])

function toInstance(machine: VirtualMachine): CloudInstance {
  const ssh = ownWays(machine)
  return {
    cloudId: machine.id,
    name: machine.displayname || machine.name || machine.id,
    state: stateOf(machine.state),
    cloudState: machine.state || 'Unknown',
    region: null,
    zone: machine.zonename,
    image: machine.templatename,
    os: machine.osdisplayname || machine.templatename,
    addresses: hostsOf(ssh),
    ssh,
    keyNames: keyNamesOf(machine),
    userGuesses: userGuesses(`${machine.templatename} ${machine.osdisplayname}`),
    ...tagsOf(machine.tags.map(({ key, value }) => ({ name: key, value }))),
    ...createdAt(machine.created),
  }
}

/** The same with the ways in from outside before its own. */
function withReach(instance: CloudInstance, reach: Reach): CloudInstance {
  const fromOutside = reach.get(instance.cloudId)
  if (fromOutside === undefined) return instance
  const ssh = bestFirst([...fromOutside.filter(({ host }) => isAddress(host)), ...instance.ssh])
  return { ...instance, ssh, addresses: hostsOf(ssh) }
}

/**
 * Static NAT, then its own addresses. Only what is an IP address: anything else would be looked up as a name, and stand in
 * known_hosts as a pattern.
 */
function ownWays({ publicip, nic }: VirtualMachine): SshAddress[] {
  const nat: SshAddress[] = isAddress(publicip) ? [{ host: publicip, port: SSH_PORT, via: 'static-nat' }] : []
  const nics = [...nic].sort((a, b) => Number(b.isdefault) - Number(a.isdefault))
  const own = [...nics.map((nic) => nic.ipaddress), ...nics.map((nic) => nic.ip6address)]
  return bestFirst([...nat, ...own.filter(isAddress).map(direct)])
}

const isAddress = (host: string) => host !== '' && isIP(host) !== 0

const hostsOf = (ssh: SshAddress[]) => [...new Set(ssh.map(({ host }) => host))]

const ORDER = ['port-forward', 'static-nat', 'public', 'private']

/** A rule made for SSH first, then static NAT, the machine's own public addresses, and private ones for a VPN. */
function bestFirst(ways: SshAddress[]): SshAddress[] {
  const comesAgain = ({ host, port }: SshAddress, at: number) =>
    ways.some((way, later) => later > at && way.host === host && way.port === port)
  const unique = ways.filter((way, at) => !comesAgain(way, at))
  return unique.sort((a, b) => ORDER.indexOf(a.via) - ORDER.indexOf(b.via))
}
