import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isLatchkeyError, LatchkeyError } from '../core/lib/error.js'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import { wipe } from '../core/lib/wipe.js'
import type { SecretStore, SecretStoreFactory } from '../core/ports.js'
import { hasCode, previousPath, writeFileAtomic } from './atomic-file.js'
import {
  checkSealedFile,
  defaultCost,
  findSealKey,
  newSealKey,
  type ScryptCost,
  type SealKey,
  seal,
  unseal,
} from './sealed-format.js'
import { decodeTable, encodeTable, type SecretTable } from './secret-table.js'

const PASSWORD_MIN_CHARACTERS = 8

/**
 * Secrets in one encrypted file, `vault.sealed` in the profile's directory, behind a password.
 * The version before the last change is kept as `vault.sealed.previous`. A damaged file is reported and never
 * overwritten. While open, only the key is in memory; each access decrypts and wipes.
 * `cost` is for new files; opening takes the file's own, within limits.
 */
export function sealedFile(directory: string, cost: ScryptCost = defaultCost): SecretStoreFactory {
  const path = join(directory, 'vault.sealed')
  return {
    backend: 'sealed-file',
    label: 'Sealed file',
    needsPassword: true,
    probe: async () => ({ available: true }),
    async create(password = '') {
      checkPassword(password)
      await refuseToReplace(path)
      const key = await newSealKey(password, cost)
      await writeTable(path, key, new Map())
      return openStore(path, key)
    },
    async open(password = '') {
      const file = await readSealed(path)
      const key = await withAdvice(path, () => findSealKey(password, file))
      await withAdvice(path, async () => wipe(unseal(file, key)))
      return openStore(path, key)
    },
  }
}

function openStore(path: string, found: SealKey): SecretStore {
  const serially = oneAtATime()
  let key: SealKey | null = found

  function opened(): SealKey {
    if (key === null)
      throw new LatchkeyError('vault-locked', 'The vault is locked.', { advice: 'Unlock it.' })
    return key
  }

  return {
    get: (name) => serially(() => readTable(path, opened(), (table) => copyOf(table.get(name)))),
    set: (name, secret) =>
      serially(() =>
        readTable(path, opened(), (table) => writeTable(path, opened(), new Map(table).set(name, secret))),
      ),
    delete: (name) =>
      serially(() => readTable(path, opened(), (table) => deleteFrom(path, opened(), table, name))),
    close: () =>
      serially(async () => {
        wipe(key?.key)
        key = null
      }),
  }
}

function copyOf(secret: Uint8Array | undefined): Uint8Array | null {
  return secret === undefined ? null : Uint8Array.from(secret)
}

async function deleteFrom(path: string, key: SealKey, table: SecretTable, name: string): Promise<boolean> {
  const rest = new Map(table)
  if (!rest.delete(name)) return false
  await writeTable(path, key, rest)
  // Once more, so that the previous version doesn't hold the deleted secret either.
  await writeTable(path, key, rest)
  return true
}

/** Hands the decrypted table to `use` and wipes it after. */
async function readTable<T>(
  path: string,
  key: SealKey,
  use: (table: SecretTable) => T | Promise<T>,
): Promise<T> {
  const file = await readSealed(path)
  const plain = await withAdvice(path, async () => unseal(file, key))
  try {
    return await use(decodeTable(plain))
  } finally {
    wipe(plain)
  }
}

async function writeTable(path: string, key: SealKey, table: SecretTable): Promise<void> {
  const plain = encodeTable(table)
  const file = seal(plain, key)
  wipe(plain)
  await writeFileAtomic(path, file, { keepPrevious: true })
}

async function readSealed(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause
    throw new LatchkeyError('vault-missing', `The sealed file ${path} is not there.`, {
      advice: `Put it back from a backup${await previousHint(path)}. Without it the private keys in it can't be used.`,
      cause,
    })
  }
}

/** Adds to `vault-damaged` what can be done about it. */
async function withAdvice<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isLatchkeyError(error, 'vault-damaged')) throw error
    throw new LatchkeyError('vault-damaged', error.message, {
      advice: `Nothing was changed. Keep a copy of ${path}, then put it back from a backup${await previousHint(path)}.`,
      cause: error,
    })
  }
}

async function previousHint(path: string): Promise<string> {
  const previous = previousPath(path)
  const time = await wholeSince(previous)
  if (time === null) return ''
  return ` or rename ${basename(previous)}, which is whole and was replaced after ${time}, to ${basename(path)}`
}

/** When the file was written, if it is there and whole. */
async function wholeSince(path: string): Promise<string | null> {
  try {
    checkSealedFile(await readFile(path))
    return (await stat(path)).mtime.toISOString()
  } catch (error) {
    if (hasCode(error, 'ENOENT') || isLatchkeyError(error, 'vault-damaged')) return null
    throw error
  }
}

async function refuseToReplace(path: string): Promise<void> {
  for (const taken of [path, previousPath(path)]) {
    if (await exists(taken)) {
      throw new LatchkeyError('vault-exists', `There is a sealed file already: ${taken}.`, {
        advice: 'Open it with its password, or move it away to begin with an empty one.',
      })
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

function checkPassword(password: string): void {
  if ([...password].length >= PASSWORD_MIN_CHARACTERS) return
  throw new LatchkeyError(
    'password-weak',
    `A password needs at least ${PASSWORD_MIN_CHARACTERS} characters.`,
    {
      advice: 'Choose a longer one. Several words are easy to remember and hard to guess.',
    },
  )
}
