import type { Instance } from '../../../contract/instances.js'
import type { CloudInstance, CloudKeyEntry } from '../clouds/cloud.js'
import type { BindingRecord, Profile } from '../profile.js'
import type { AccountInventory } from './inventory-cache.js'
import { createKeyMatches } from './key-matches.js'

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
  const { ids: storedKeys, idOf } = createKeyMatches(profile)
  const bindings = new Map(profile.bindings.map((binding) => [binding.instanceId, binding]))

  /** The account's key names, by region where they are one's own, with the vault's key pairs that they stand for. */
  function declaredNames(keys: CloudKeyEntry[]): Map<string, string | null> {
    return new Map(keys.map((key) => [nameIn(key.region, key.name), idOf(key)]))
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
      declared: cloud.keyNames.map((cloudName) => ({
        cloudName,
        keyId: names.get(nameIn(cloud.region, cloudName)) ?? names.get(nameIn(null, cloudName)) ?? null,
      })),
      proven: (binding?.proofs ?? []).filter(({ keyId }) => storedKeys.has(keyId)),
      boundKeyId: binding && storedKeys.has(binding.keyId) ? binding.keyId : null,
      user,
      userGuesses: furtherUsers(binding, cloud, user),
    }
  }

  return {
    /** All instances of one account. */
    all(accountId: string, { instances, keys, older }: AccountInventory): Instance[] {
      const names = declaredNames(keys)
      return [...instances.values()].map((cloud) => {
        const readAt = older[cloud.region ?? '']
        return { ...instance(accountId, cloud, names), ...(readAt && { readAt }) }
      })
    },
    one: (accountId: string, cloud: CloudInstance, keys: CloudKeyEntry[]): Instance =>
      instance(accountId, cloud, declaredNames(keys)),
  }
}

/** Those who have logged in before come before the guesses from the image. */
function furtherUsers(binding: BindingRecord | undefined, { userGuesses }: CloudInstance, user: string) {
  if (binding === undefined && userGuesses[0] === user) return userGuesses.slice(1)
  const proven = binding?.proofs.map((proof) => proof.user) ?? []
  return [...new Set([...proven, ...userGuesses])].filter((guess) => guess !== user)
}

const nameIn = (region: string | null, name: string) => JSON.stringify([region, name])
