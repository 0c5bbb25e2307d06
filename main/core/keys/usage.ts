import type { ProfileStore } from '../ports.js'
import type { InstancesService, KeysService, SessionsService } from '../services.js'

export interface UsageParts {
  profile: ProfileStore
  keys: Pick<KeysService, 'record'>
  instances: Pick<InstancesService, 'list'>
  sessions: Pick<SessionsService, 'openCount'>
}

/** Says where a key pair is in use, from what is known here: no cloud is asked. */
export function createKeyUsage({ profile, keys, instances, sessions }: UsageParts): KeysService['usage'] {
  return async ({ id }, options) => {
    keys.record(id)
    const known = (await instances.list(undefined, options)).instances
    const names = new Map(known.map((instance) => [instance.id, instance.name]))
    const named = (instanceId: string) => ({ instanceId, instanceName: names.get(instanceId) ?? instanceId })
    return {
      bindings: profile
        .read()
        .bindings.filter(({ keyId }) => keyId === id)
        .map(({ instanceId, user }) => ({ ...named(instanceId), user })),
      declared: known
        .filter(({ declared }) => declared.some(({ keyId }) => keyId === id))
        .map((instance) => named(instance.id)),
      sessions: sessions.openCount(id),
    }
  }
}
