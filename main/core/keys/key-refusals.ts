import { told } from '../../../contract/words/say.js'
import { LatchkeyError } from '../lib/error.js'
import type { KeyRecord } from '../profile.js'

export function keyNotFound(): LatchkeyError {
  return new LatchkeyError('key-not-found', 'This key pair is not in the vault.', {
    advice: 'It may have been deleted; look at the list of key pairs.',
  })
}

export function keyNameTaken(name: string, inBin: boolean): LatchkeyError {
  const where = inBin ? ` ${told`It is in the bin.`}` : ''
  return new LatchkeyError('key-name-taken', `There is already a key pair named ${name}.${where}`, {
    advice: 'Choose another name; capitals make no difference.',
  })
}

export function keyAlreadyKnown(name: string, inBin: boolean): LatchkeyError {
  const where = inBin ? told`, in the bin` : ''
  return new LatchkeyError('key-already-known', `This key pair is already here, as ${name}${where}.`, {
    advice: inBin
      ? `Take ${name} out of the bin, or delete it there for good.`
      : `Use ${name}, or rename it.`,
  })
}

/** Throws `key-in-bin` or `key-public-only` for a key pair that can't log in. */
export function requireUsable({ name, binnedAt, hasPrivate }: KeyRecord): void {
  requireOutOfBin({ name, binnedAt })
  if (!hasPrivate) throw keyPublicOnly(name)
}

/** Throws `key-in-bin`. */
export function requireOutOfBin({ name, binnedAt }: Pick<KeyRecord, 'name' | 'binnedAt'>): void {
  if (binnedAt !== null) throw keyInBin(name)
}

function keyInBin(name: string): LatchkeyError {
  return new LatchkeyError('key-in-bin', `The key pair ${name} is in the bin.`, {
    advice: 'Take it out of the bin under Keys, or choose another key pair.',
  })
}

function keyPublicOnly(name: string): LatchkeyError {
  return new LatchkeyError('key-public-only', `Only the public half of ${name} is in the vault.`, {
    advice: 'Import its private key, or use another key pair.',
  })
}

export function notInBin(name: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `The key pair ${name} is not in the bin.`, {
    advice: 'Put it into the bin first; only from there it is deleted for good.',
  })
}

export function wrongNameTyped(name: string): LatchkeyError {
  return new LatchkeyError('input-invalid', 'The name typed is not the name of the key pair.', {
    advice: `Type ${name} to delete it, capitals as they stand.`,
  })
}

export function secretMissing(name: string): LatchkeyError {
  return new LatchkeyError('secret-missing', `The private half of ${name} is not in the vault.`, {
    advice: 'Import it again from a backup, or delete the key pair and make a new one.',
  })
}
