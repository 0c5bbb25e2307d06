import { isDeepStrictEqual } from 'node:util'
import { type ConnectionOptions, defaultConnection } from '../../../contract/connection.js'
import { LatchkeyError } from '../lib/error.js'
import type { Log, Ports } from '../ports.js'
import type { Profile } from '../profile.js'
import type { ConnectionService, InstancesService, VaultService } from '../services.js'
import { connectionOf } from './connection-of.js'
import { createProxyPasswords } from './proxy-passwords.js'

export { connectionOf }

interface Parts {
  ports: Pick<Ports, 'profile' | 'sshAgent'>
  instances: Pick<InstancesService, 'get'>
  vault: Pick<VaultService, 'secrets'>
  log: Log
}

/** How single instances are connected to, as the user has set it. */
export function createConnection({ ports, instances, vault, log }: Parts): ConnectionService {
  const { profile, sshAgent = null } = ports
  const options = (instanceId: string) => connectionOf(profile.read(), instanceId)
  const passwords = createProxyPasswords({ vault, log })
  return {
    options,
    proxyPassword: passwords.read,
    profileChanged: passwords.profileChanged,
    async get({ instanceId }) {
      await instances.get(instanceId)
      return { options: options(instanceId), systemAgent: sshAgent }
    },
    async set({ instanceId, options: chosen, proxyPassword }) {
      await instances.get(instanceId)
      requireOthers(instanceId, chosen)
      const proxy = await passwords.keep(options(instanceId).proxy, chosen.proxy, proxyPassword)
      await profile.update((now) => withConnection(now, instanceId, { ...chosen, proxy }))
      return options(instanceId)
    },
  }
}

function requireOthers(instanceId: string, { route }: ConnectionOptions): void {
  if (route.via !== 'jumps' || !route.jumps.includes(instanceId)) return
  throw new LatchkeyError('ssh-route-unusable', 'An instance can not be reached through itself.', {
    advice: 'Take it out of what it is reached through.',
  })
}

/** The profile with the options of one instance; the defaults need no record. */
export function withConnection(profile: Profile, instanceId: string, options: ConnectionOptions): Profile {
  const others = profile.connections.filter((one) => one.instanceId !== instanceId)
  const kept = isDeepStrictEqual(options, defaultConnection) ? [] : [{ instanceId, ...options }]
  return { ...profile, connections: [...others, ...kept] }
}
