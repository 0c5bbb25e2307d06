import { HOSTS_ACCOUNT } from '../../../contract/hosts.js'
import type { Instance } from '../../../contract/instances.js'
import type { CloudInstance, CloudKeyEntry } from '../clouds/cloud.js'
import type { BindingRecord, LooseProof, Profile } from '../profile.js'
import { addressesFrom } from '../ways/route.js'
import type { AccountInventory } from './inventory-cache.js'
import { createKeyMatches } from './key-matches.js'
import { readAtOf } from './lost-regions.js'
import { allProofs } from './proofs.js'

interface Range {
  from?: number | undefined
  end?: number | undefined
}

type Proof = BindingRecord['proofs'][number]

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
  const connections = new Map(profile.connections.map((one) => [one.instanceId, one]))
  const proofs = byInstance(allProofs(profile))
  const ways = { connections: profile.connections, bastions: profile.bastions }
  const jumps = new Map(profile.hosts.map(({ id, jump }) => [id, jump]))

  /** The account's key names, by region where they are one's own, with the vault's key pairs that they stand for. */
  function declaredNames(keys: CloudKeyEntry[]): Map<string, string | null> {
    return new Map(keys.map((key) => [nameIn(key.region, key.name), idOf(key)]))
  }

  function instance(accountId: string, cloud: CloudInstance, names: Map<string, string | null>): Instance {
    const id = instanceId(accountId, cloud.cloudId)
    const binding = bindings.get(id)
    const [firstGuess = 'root'] = cloud.userGuesses
    const proven = proofs.get(id) ?? []
    const chosen = connections.get(id)
    const user = chosen?.user ?? binding?.user ?? firstGuess
    return {
      id,
      accountId,
      cloudId: cloud.cloudId,
      name: cloud.name,
      state: cloud.state,
      cloudState: cloud.cloudState,
      zone: zoneOf(cloud),
      os: cloud.os,
      addresses: cloud.addresses,
      ssh: addressesFrom({ id, accountId, zone: zoneOf(cloud), ssh: cloud.ssh }, ways),
      declared: cloud.keyNames.map((cloudName) => ({
        cloudName,
        keyId: names.get(nameIn(cloud.region, cloudName)) ?? names.get(nameIn(null, cloudName)) ?? null,
      })),
      proven: proven.filter(({ keyId }) => storedKeys.has(keyId)),
      boundKeyId: binding && storedKeys.has(binding.keyId) ? binding.keyId : null,
      user,
      userGuesses: furtherUsers(proven, cloud, user),
      ...(cloud.tags && { tags: cloud.tags }),
      ...(chosen !== undefined && Object.values(chosen.ways).includes(true) && { otherWayIn: true as const }),
      ...(accountId === HOSTS_ACCOUNT && { ownHost: { jump: jumps.get(cloud.cloudId) ?? null } }),
    }
  }

  return {
    /**
     * All instances of one account, or those `from` one place to the `end` before another. `isPast`: it could not be read
     * since, so that nobody knows how they are now.
     */
    all(accountId: string, known: AccountInventory, isPast = false, { from, end }: Range = {}): Instance[] {
      const names = declaredNames(known.keys)
      return [...known.instances.values()].slice(from, end).map((cloud) => {
        const region = cloud.region ?? ''
        const readAt = isPast ? readAtOf(known, region) : known.older[region]
        return { ...instance(accountId, cloud, names), ...(readAt && { readAt }) }
      })
    },
    one: (accountId: string, cloud: CloudInstance, keys: CloudKeyEntry[]): Instance =>
      instance(accountId, cloud, declaredNames(keys)),
  }
}

function byInstance(proofs: LooseProof[]): Map<string, Proof[]> {
  const found = new Map<string, Proof[]>()
  for (const { instanceId: id, ...proof } of proofs) {
    const known = found.get(id)
    if (known === undefined) found.set(id, [proof])
    else known.push(proof)
  }
  return found
}

/** Those who have logged in before come before the guesses from the image. */
function furtherUsers(proven: Proof[], { userGuesses }: CloudInstance, user: string) {
  if (proven.length === 0 && userGuesses[0] === user) return userGuesses.slice(1)
  return [...new Set([...proven.map((proof) => proof.user), ...userGuesses])].filter(
    (guess) => guess !== user,
  )
}

/** With the region where the zone doesn't name it: OpenStack calls the zone of most regions "nova". */
function zoneOf({ region, zone }: Pick<CloudInstance, 'region' | 'zone'>): string {
  if (region === null || zone.startsWith(region)) return zone
  return zone === '' ? region : `${region}, ${zone}`
}

const nameIn = (region: string | null, name: string) => JSON.stringify([region, name])
