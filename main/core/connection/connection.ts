import { isDeepStrictEqual } from 'node:util'
import { type ConnectionOptions, defaultConnection } from '../../../contract/connection.js'
import type { Ports } from '../ports.js'
import type { Profile } from '../profile.js'
import type { ConnectionService, InstancesService } from '../services.js'

interface Parts {
  ports: Pick<Ports, 'profile' | 'sshAgent'>
  instances: Pick<InstancesService, 'get'>
}

/** How single instances are connected to, as the user has set it. */
export function createConnection({ ports, instances }: Parts): ConnectionService {
  const { profile, sshAgent = null } = ports
  const options = (instanceId: string) => connectionOf(profile.read(), instanceId)
  return {
    options,
    async get({ instanceId }) {
      await instances.get(instanceId)
      return { options: options(instanceId), systemAgent: sshAgent }
    },
    async set({ instanceId, options: chosen }) {
      await instances.get(instanceId)
      await profile.update((now) => withConnection(now, instanceId, chosen))
      return options(instanceId)
    },
  }
}

/** What the user has set for an instance, else the defaults. */
export function connectionOf({ connections }: Profile, instanceId: string): ConnectionOptions {
  const found = connections.find((one) => one.instanceId === instanceId)
  if (found === undefined) return defaultConnection
  const { instanceId: _of, ...rest } = found
  return rest
}

/** The profile with the options of one instance; the defaults need no record. */
export function withConnection(profile: Profile, instanceId: string, options: ConnectionOptions): Profile {
  const others = profile.connections.filter((one) => one.instanceId !== instanceId)
  const kept = isDeepStrictEqual(options, defaultConnection) ? [] : [{ instanceId, ...options }]
  return { ...profile, connections: [...others, ...kept] }
}
