import type { Instance } from '../../../contract/instances.js'
import type { KeyPair } from '../../../contract/keys.js'
import { say } from '../../../contract/words/say.js'
import { keyText } from '../../ui/key-type.js'
import { canLogIn } from '../keys/key-queries.js'
import type { BindTarget } from './binds.js'

interface KeyOption {
  value: string
  label: string
}

export interface KeyChoices {
  options: KeyOption[] | { group: string; items: KeyOption[] }[]
  count: number
  /** The one to begin with, where there is no other. */
  only: string | null
}

/** The key pairs that can be bound to the instances, or that may be taken away. `known`: what is known of the instances. */
export function keyChoices(
  { action, instances, keyId }: BindTarget,
  keys: KeyPair[],
  known: Instance[],
): KeyChoices {
  const isWanted = (key: KeyPair) => key.id === keyId || (action === 'bind' ? canLogIn(key) : true)
  const all = keys.filter(isWanted)
  if (instances.length === 1 && action === 'unbind') return grouped(all, known)
  const shown = action === 'bind' ? all : all.filter((key) => key.id === keyId || countWith(key, known) > 0)
  const label = (key: KeyPair) => {
    if (instances.length === 1) return keyText(key)
    const on = countWith(key, known)
    return on === 0 ? key.name : say`${key.name} (on ${on} of ${instances.length})`
  }
  return {
    options: shown.map((key) => ({ value: key.id, label: label(key) })),
    count: shown.length,
    only: onlyOf(shown),
  }
}

/** A key may stand in authorized_keys though nothing has told of it. */
function grouped(keys: KeyPair[], instances: Instance[]): KeyChoices {
  const known = keys.filter((key) => countWith(key, instances) > 0)
  const others = keys.filter((key) => !known.includes(key))
  const items = (some: KeyPair[]) => some.map((key) => ({ value: key.id, label: keyText(key) }))
  return {
    options: [
      { group: say`Known to be on it`, items: items(known) },
      { group: say`Other key pairs`, items: items(others) },
    ].filter((group) => group.items.length > 0),
    count: keys.length,
    only: onlyOf(known),
  }
}

const onlyOf = ([first, ...more]: KeyPair[]) => (more.length === 0 ? (first?.id ?? null) : null)

/** How many of the instances are known to have a key: Connect uses it, a login has proven it or the cloud declares it. */
function countWith({ id }: KeyPair, instances: Instance[]): number {
  return instances.filter(
    ({ boundKeyId, declared, proven }) =>
      boundKeyId === id || [...declared, ...proven].some(({ keyId }) => keyId === id),
  ).length
}
