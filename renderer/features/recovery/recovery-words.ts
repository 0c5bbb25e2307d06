import type { GenerateSpec, KeyPair } from '../../../contract/keys.js'
import type { ConsoleAddress, RecoveryGuide } from '../../../contract/recovery.js'
import { plural, say } from '../../../contract/words/say.js'
import { keyTypeName } from '../../ui/key-type.js'

export const NEW_KEY = 'new'

/** What a new key pair for a cloud is made of. */
export const specFor = ({ keyType }: Pick<RecoveryGuide, 'keyType'>): GenerateSpec =>
  keyType === 'rsa'
    ? { type: 'rsa', bits: 3072 }
    : keyType === 'ecdsa'
      ? { type: 'ecdsa', bits: 256 }
      : { type: 'ed25519' }

/** A name that no key pair has: `web-1 recovery`, `web-1 recovery 2` … */
export function newKeyName(instanceName: string, keys: Pick<KeyPair, 'name'>[]): string {
  const taken = new Set(keys.map(({ name }) => name.toLowerCase()))
  const base = `${instanceName.slice(0, 60)} recovery`
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base} ${count}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** The choices of a key: a new one first. */
export const keyChoices = (keys: KeyPair[], instanceName: string) => [
  { value: NEW_KEY, label: say`A new key pair: ${newKeyName(instanceName, keys)}` },
  ...keys.map((key) => ({ value: key.id, label: `${key.name} (${keyTypeName(key)})` })),
]

/** How long an address lets in, as a sentence. */
export function howLong({ validS, once }: Pick<ConsoleAddress, 'validS' | 'once'>): string {
  const time =
    validS < 120
      ? say`${plural(validS, '# second', '# seconds')}`
      : say`${plural(Math.round(validS / 60), '# minute', '# minutes')}`
  return once
    ? say`Its address lets in whoever has it, once, for ${time}: don't pass it on.`
    : say`Its address lets in whoever has it, for ${time}: don't pass it on.`
}
