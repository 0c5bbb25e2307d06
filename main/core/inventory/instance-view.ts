import type { Instance } from '../../../contract/instances.js'
import type { CloudInstance, CloudKeyEntry } from '../clouds/cloud.js'
import type { Profile } from '../profile.js'
import { keyIdsByMd5 } from './key-matches.js'

/** An instance's id in Latchkey: stable across runs, unique across accounts. */
export function instanceId(accountId: string, cloudId: string): string {
  return `${accountId}/${cloudId}`
}

/** The parts of an instance's id, or null if it has not that form. */
export function parseInstanceId(id: string): { accountId: string; cloudId: string } | null {
  const slash = id.indexOf('/')
  return slash < 1 ? null : { accountId: id.slice(0, slash), cloudId: id.slice(slash + 1) }
}

/** Joins what clouds tell with what the profile knows. Made once per list, so that a list of thousands is quick. */
export function createInstanceView(profile: Profile) {
  const keyIds = keyIdsByMd5(profile)
  const storedKeys = new Set(keyIds.values())
  const bindings = new Map(profile.bindings.map((binding) => [binding.instanceId, binding]))

  /** The account's key names with the vault's key pairs that they stand for. */
  function declaredNames(keys: CloudKeyEntry[]): Map<string, string | null> {
    return new Map(keys.map(({ name, fingerprintMd5 }) => [name, keyIds.get(fingerprintMd5 ?? '') ?? null]))
  }

  function instance(accountId: string, cloud: CloudInstance, names: Map<string, string | null>): Instance {
    const id = instanceId(accountId, cloud.cloudId)
    const binding = bindings.get(id)
    const [firstGuess = 'root'] = cloud.userGuesses
    const user = binding?.user ?? firstGuess
    return {
      id,
      accountId,
      cloudId: cloud.cloudId,
      name: cloud.name,
      state: cloud.state,
      cloudState: cloud.cloudState,
      zone: cloud.zone,
      os: cloud.os,
      addresses: cloud.addresses,
      ssh: cloud.ssh,
      declared: cloud.keyNames.map((cloudName) => ({ cloudName, keyId: names.get(cloudName) ?? null })),
      proven: (binding?.proofs ?? []).filter(({ keyId }) => storedKeys.has(keyId)),
      boundKeyId: binding && storedKeys.has(binding.keyId) ? binding.keyId : null,
      user,
      userGuesses: cloud.userGuesses.filter((guess) => guess !== user),
    }
  }

  return {
    /** All instances of one account. */
    all(accountId: string, clouds: Iterable<CloudInstance>, keys: CloudKeyEntry[]): Instance[] {
      const names = declaredNames(keys)
      return [...clouds].map((cloud) => instance(accountId, cloud, names))
    },
    one: (accountId: string, cloud: CloudInstance, keys: CloudKeyEntry[]): Instance =>
      instance(accountId, cloud, declaredNames(keys)),
  }
}
