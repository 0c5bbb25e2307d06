import type { ConnectionOptions } from '../../../contract/connection.js'
import type { Instance } from '../../../contract/instances.js'
import type { Remedy } from '../../../contract/remedies.js'
import type { AutomaticWay } from '../../../contract/route.js'
import { accountNotFound } from '../inventory/not-found.js'
import { isLatchkeyError } from '../lib/error.js'
import type { Ports } from '../ports.js'
import type { ConnectionService, InstancesService, RoutesService } from '../services.js'
import { wayHop } from '../sessions/hop-status.js'
import { wayIn } from '../sessions/instance-login.js'
import type { Hop, Way } from '../sessions/way.js'
import { hopFailed } from './hop-errors.js'
import { findJump, jumpNames } from './jump-names.js'
import { reachedThrough, setJumps } from './reached-through.js'
import { bastionFor, isPublic } from './route.js'
import { bastionGone, goesInCircles, jumpGone, jumpIsCommand, jumpUnknown, tooLong } from './route-errors.js'

export interface WaysParts {
  ports: Pick<Ports, 'profile' | 'sshAgent'>
  instances: Pick<InstancesService, 'get' | 'list'>
  connection: Pick<ConnectionService, 'options'>
}

/** All hops together, each of which is a login. */
const MOST_HOPS = 16

/** A host to go through, and as whom where that is not its own user. */
interface Jump {
  instance: Instance
  user: string | null
}

interface Found {
  from: AutomaticWay['from'] | 'chosen'
  jumps: Jump[]
}

/** How instances are reached: straight, or through others, as the user, their account or a ProxyJump says. */
export function createWays({ ports, instances, connection }: WaysParts): RoutesService {
  const { profile, sshAgent } = ports

  const found = (id: string, gone: () => Error) =>
    instances.get(id).catch((error: unknown) => {
      throw isLatchkeyError(error, 'instance-not-found') ? gone() : error
    })

  async function jumpsTo(instance: Instance, options: ConnectionOptions): Promise<Found> {
    const { id, name } = instance
    const { bastions } = profile.read()
    const set = setJumps(instance, { bastions, connections: [{ ...options, instanceId: id }] })
    if (set.from === 'config') return { from: 'config', jumps: await configuredJumps(name, set.jump) }
    const gone = () => (set.from === 'bastion' ? bastionGone(name) : jumpGone(name))
    const jumps = await Promise.all(set.jumps.map((jump) => found(jump, gone)))
    return { from: set.from, jumps: jumps.map((one) => ({ instance: one, user: null })) }
  }

  async function configuredJumps(name: string, jump: string): Promise<Jump[]> {
    const names = jumpNames(jump)
    if (names === null) throw jumpIsCommand(name, jump)
    const all = await instances.list({}, {})
    return names.map((wanted) => {
      const instance = findJump(wanted, all.instances)
      if (instance === null) throw jumpUnknown(name, jump, wanted.text)
      return { instance, user: wanted.user }
    })
  }

  /** The way to an instance, of which `needs` are those that it is the way to. */
  async function expand(
    instance: Instance,
    needs: Instance[],
    options = connection.options(instance.id),
  ): Promise<Way & Pick<Found, 'from'>> {
    const trail = [...needs, instance]
    const { from, jumps } = await jumpsTo(instance, options)
    const [first] = jumps
    if (first === undefined) return { from, hops: [], proxy: options.proxy }
    requireNoCircle(trail, jumps)
    const before = await expand(first.instance, trail)
    const hops = [...before.hops, ...jumps.map(hopOf)]
    const ids = [instance.id, ...hops.map((hop) => hop.instance.id)]
    const twice = hops.find((hop, at) => ids.indexOf(hop.instance.id) !== at + 1)
    if (twice !== undefined) throw goesInCircles([twice.instance.name, instance.name, twice.instance.name])
    if (hops.length > MOST_HOPS) throw tooLong(instance.name, MOST_HOPS)
    return { from, hops, proxy: before.proxy ?? options.proxy }
  }

  function hopOf({ instance, user }: Jump): Hop {
    try {
      const { way: _, ...hop } = wayIn(instance, connection.options(instance.id), sshAgent)
      return user === null ? hop : { ...hop, user }
    } catch (error) {
      throw hopFailed(error, instance)
    }
  }

  return {
    async wayTo(instance, options) {
      const { hops, proxy } = await expand(instance, [], options)
      return { hops, proxy }
    },

    async automatic({ instanceId }) {
      const instance = await instances.get(instanceId)
      const options = { ...connection.options(instanceId), route: { via: 'auto' as const } }
      try {
        const { from, hops } = await expand(instance, [], options)
        return { from: from === 'chosen' ? 'straight' : from, hops: hops.map(wayHop), problem: null }
      } catch (error) {
        if (!isLatchkeyError(error)) throw error
        const from = (instance.ownHost?.jump ?? null) === null ? 'bastion' : 'config'
        return { from, hops: [], problem: [error.message, error.info.advice ?? ''].join(' ').trim() }
      }
    },

    async reachedThrough(of) {
      const { instances: all } = await instances.list({}, {})
      const is = (one: Instance) =>
        'accountId' in of ? one.accountId === of.accountId : of.instanceIds.includes(one.id)
      return reachedThrough(is, all, profile.read())
    },

    async bastions({ accountId }) {
      const ofAccount = profile.read().bastions.filter((one) => one.accountId === accountId)
      return ofAccount.map(({ accountId: _, ...bastion }) => bastion)
    },

    async setBastions({ accountId, bastions }) {
      await profile.update((now) => {
        if (!now.accounts.some(({ id }) => id === accountId)) throw accountNotFound()
        const others = now.bastions.filter((one) => one.accountId !== accountId)
        return { ...now, bastions: [...others, ...bastions.map((one) => ({ ...one, accountId }))] }
      })
    },

    async remediesFor({ id, accountId, zone, ssh }) {
      if (ssh.some(isPublic) || bastionFor({ id, accountId, zone, ssh }, profile.read()) !== null) return []
      const all = (await instances.list({ accountId }, {})).instances
      const open = all.filter(
        (one) =>
          one.id !== id && one.boundKeyId !== null && one.state === 'running' && one.ssh.some(isPublic),
      )
      const best = open.find((one) => one.zone === zone) ?? open[0]
      if (best === undefined) return []
      return [{ kind: 'go-through', instanceId: best.id, name: best.name } satisfies Remedy]
    },
  }
}

/** None of the jumps may need what it is the way to. */
function requireNoCircle(trail: Instance[], jumps: Jump[]): void {
  for (const { instance } of jumps) {
    const at = trail.findIndex(({ id }) => id === instance.id)
    if (at >= 0) throw goesInCircles([...trail.slice(at).map(({ name }) => name), instance.name])
  }
}
