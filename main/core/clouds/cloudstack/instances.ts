import { isIP } from 'node:net'
import { z } from 'zod'
import type { InstanceState, SshAddress } from '../../../../contract/instances.js'
import { isLatchkeyError } from '../../lib/error.js'
import { ownTurn } from '../../lib/own-turn.js'
import type { Log } from '../../ports.js'
import type { Cloud, CloudInstance } from '../cloud.js'
import { direct } from '../ssh-address.js'
import { userGuesses } from '../user-guesses.js'
import type { Lister } from './paging.js'
import { type Reach, readReach } from './reach.js'

/** CloudStack leaves empty fields out; some releases say null or "". */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

const Nic = z.object({ ipaddress: text, ip6address: text, isdefault: z.boolean().default(false) })

export const VirtualMachine = z.object({
  /** A UUID. What can't be an id of the contract would spoil the list of all accounts. */
  id: z.string().min(1).max(100),
  name: text,
  displayname: text,
  state: text,
  zonename: text,
  nic: z
    .array(Nic)
    .nullish()
    .transform((nics) => nics ?? []),
  publicip: text,
  templatename: text,
  osdisplayname: text,
  /** Names separated by commas, since 4.17. */
  keypairs: text,
  /** One name, before 4.17. */
  keypair: text,
  /** 0 while a job of the instance is under way. */
  jobstatus: z.number().nullish(),
})
export type VirtualMachine = z.infer<typeof VirtualMachine>

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
  const listMachines = (params: Record<string, string>, signal?: AbortSignal) =>
    lister.list('listVirtualMachines', 'virtualmachine', VirtualMachine, { ...DETAILS, ...params }, signal)

  async function findMachine(id: string, signal?: AbortSignal): Promise<VirtualMachine | null> {
    try {
      const [machine] = await listMachines({ id }, signal)
      return machine === undefined || stateOf(machine.state) === 'gone' ? null : machine
    } catch (error) {
      if (isLatchkeyError(error, 'cloud-not-found')) return null
      throw error
    }
  }

  return {
    findMachine,
    async listInstances(signal) {
      const [machines, reach] = await Promise.all([listMachines({}, signal), readReach(lister, log, signal)])
      await ownTurn()
      const unique = new Map(machines.map((machine) => [machine.id, machine]))
      return [...unique.values()].map((machine) => toInstance(machine, reach))
    },
    async getInstance(id, signal) {
      const [machine, reach] = await Promise.all([findMachine(id, signal), readReach(lister, log, signal)])
      return machine && toInstance(machine, reach)
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

function toInstance(machine: VirtualMachine, reach: Reach): CloudInstance {
  const ssh = waysIn(machine, reach.get(machine.id) ?? [])
  return {
    cloudId: machine.id,
    name: machine.displayname || machine.name || machine.id,
    state: stateOf(machine.state),
    cloudState: machine.state || 'Unknown',
    region: null,
    zone: machine.zonename,
    image: machine.templatename,
    os: machine.osdisplayname || machine.templatename,
    addresses: [...new Set(ssh.map(({ host }) => host))],
    ssh,
    keyNames: keyNamesOf(machine),
    userGuesses: userGuesses(`${machine.templatename} ${machine.osdisplayname}`),
  }
}

/**
 * A rule made for SSH first, then static NAT, the machine's own public addresses, and private ones for a VPN. Only what is
 * an IP address: anything else would be looked up as a name, and stand in known_hosts as a pattern.
 */
function waysIn(machine: VirtualMachine, fromOutside: SshAddress[]): SshAddress[] {
  const nat: SshAddress[] = machine.publicip ? [{ host: machine.publicip, port: 22, via: 'static-nat' }] : []
  const nics = [...machine.nic].sort((a, b) => Number(b.isdefault) - Number(a.isdefault))
  const own = [...nics.map((nic) => nic.ipaddress), ...nics.map((nic) => nic.ip6address)]
  const ways = [...fromOutside, ...nat, ...own.map(direct)]
  const order = ['port-forward', 'static-nat', 'public', 'private']
  const usable = ways.filter(({ host }) => isIP(host) !== 0)
  const unique = new Map(usable.map((way) => [`${way.host} ${way.port}`, way]))
  return [...unique.values()].sort((a, b) => order.indexOf(a.via) - order.indexOf(b.via))
}
