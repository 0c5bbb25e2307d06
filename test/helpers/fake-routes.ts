import type { Instance } from '../../contract/instances.js'
import type { Bastion } from '../../contract/route.js'
import { instanceNotFound } from '../../main/core/inventory/not-found.js'
import type { RoutesService } from '../../main/core/services.js'
import { straight } from '../../main/core/sessions/way.js'

/** What the accounts' bastions say; own hosts are reached through the host that their ProxyJump names. */
export function fakeRoutes(lookUp: (id: string) => Instance | undefined): RoutesService {
  const find = (id: string): Instance => {
    const found = lookUp(id)
    if (found === undefined) throw instanceNotFound()
    return found
  }
  const bastions = new Map<string, Bastion[]>()
  const hop = ({ id, name, user, addresses }: Instance) => ({
    instanceId: id,
    name,
    target: `${user}@${addresses[0] ?? name}`,
  })
  return {
    wayTo: async () => straight,
    remediesFor: async () => [],
    async automatic({ instanceId }) {
      const { accountId, ownHost } = find(instanceId)
      if ((ownHost?.jump ?? null) !== null)
        return {
          from: 'config',
          hops: [],
          problem: `It is reached through ${ownHost?.jump}, which is none of your hosts and instances.`,
        }
      const [bastion] = bastions.get(accountId) ?? []
      if (bastion === undefined || bastion.instanceId === instanceId)
        return { from: 'straight', hops: [], problem: null }
      return { from: 'bastion', hops: [hop(find(bastion.instanceId))], problem: null }
    },
    reachedThrough: async () => [],
    bastions: async ({ accountId }) => bastions.get(accountId) ?? [],
    setBastions: async ({ accountId, bastions: next }) => void bastions.set(accountId, next),
  }
}
