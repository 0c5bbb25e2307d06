import { readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { told } from '../../contract/words/say.js'
import { isLatchkeyError, LatchkeyError } from '../core/lib/error.js'
import { oneAtATime } from '../core/lib/one-at-a-time.js'
import { secretCopy, wipe, wipeOnFailure } from '../core/lib/wipe.js'
import type { ProtectedStore, SealedStoreFactory } from '../core/ports.js'
import { describeCost, isWeaker, type PasswordCost, todaysCost } from '../core/vault/password-lock.js'
import { hasCode, previousPath, removeLeftovers, syncDirectory, writeFileAtomic } from './atomic-file.js'
import { checkSealedFile, newSeal, openSealed, type Seal, seal, unseal } from './sealed-format.js'
import { decodeTable, encodeTable, type SecretTable } from './secret-table.js'

/**
 * Secrets in one encrypted file, `vault.sealed` in the profile's directory, behind a password.
 * The version before the last change is kept as `vault.sealed.previous`. A damaged file is reported and never
 * overwritten. While open, only the key is in memory; each access decrypts and wipes.
 * `cost` is for new files and new passwords; opening takes the file's own, within limits, and seals anew what has less.
 */
export function sealedFile(directory: string, cost: PasswordCost = todaysCost): SealedStoreFactory {
  const path = join(directory, 'vault.sealed')
  return {
    backend: 'sealed-file',
    label: 'Sealed file',
    needsPassword: true,
    probe: async () => ({ available: true }),
    async create(password) {
      await refuseToReplace(path)
      const made = await newSeal(password, cost)
      await wipeOnFailure(made.key, () => writeTable(path, made, new Map()))
      return openStore(path, made, cost)
    },
    async open(password) {
      const { plain, seal: found } = await openFile(path, password)
      if (found !== null && !isWeaker(found.lock, cost)) {
        wipe(plain)
        return openStore(path, found, cost)
      }
      try {
        const anew = await sealAnew(path, plain, password, cost)
        await wipeOnFailure(anew.key, () => dropPrevious(path))
        return openStore(path, anew, cost)
      } finally {
        wipe(plain, found?.key)
      }
    },
    exists: async () => (await exists(path)) || exists(previousPath(path)),
    async discard() {
      for (const file of [path, previousPath(path)]) await rm(file, { force: true })
      await removeLeftovers(path)
      await syncDirectory(directory)
    },
  }
}

function openStore(path: string, found: Seal, cost: PasswordCost): ProtectedStore {
  const serially = oneAtATime()
  let current: Seal | null = found
  /** Secrets that wait for their turn, and the one write that will be durable for all of them. */
  let waiting: { secrets: Map<string, Uint8Array>; written: Promise<void> } | null = null

  /** What comes after it is not to be overtaken by a secret that joins those that wait. */
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    waiting = null
    return serially(work)
  }

  function set(name: string, secret: Uint8Array): Promise<void> {
    if (waiting !== null) {
      waiting.secrets.set(name, secret)
      return waiting.written
    }
    const secrets = new Map([[name, secret]])
    const written = inOrder(async () => {
      if (waiting?.secrets === secrets) waiting = null
      await readTable(path, opened(), (table) => writeTable(path, opened(), new Map([...table, ...secrets])))
    })
    waiting = { secrets, written }
    return written
  }

  function opened(): Seal {
    if (current === null)
      throw new LatchkeyError('vault-locked', 'The vault is locked.', { advice: 'Unlock it.' })
    return current
  }

  return {
    names: () => inOrder(() => readTable(path, opened(), (table) => [...table.keys()])),
    get: (name) => inOrder(() => readTable(path, opened(), (table) => copyOf(table.get(name)))),
    set,
    delete: (name) =>
      inOrder(() => readTable(path, opened(), (table) => deleteFrom(path, opened(), table, name))),
    close: () =>
      inOrder(async () => {
        wipe(current?.key)
        current = null
      }),
    passwordCost: () => (current === null ? null : describeCost(current.lock)),
    setPassword: (old, next) =>
      inOrder(async () => {
        const before = opened()
        if (old === null || next === null) throw new Error('A sealed file is never without a password')
        current = await changePassword(path, old, next, cost)
        wipe(before.key)
        await dropPrevious(path).catch((cause) => {
          throw oldPasswordStays(path, cause)
        })
      }),
  }
}

async function changePassword(
  path: string,
  old: Uint8Array,
  next: Uint8Array,
  cost: PasswordCost,
): Promise<Seal> {
  const { plain, seal: found } = await openFile(path, old)
  try {
    return await sealAnew(path, plain, next, cost)
  } finally {
    wipe(plain, found?.key)
  }
}

async function openFile(path: string, password: Uint8Array): ReturnType<typeof openSealed> {
  const file = await readSealed(path)
  return withAdvice(path, () => openSealed(file, password))
}

/**
 * Replaces the file by one with a new data key behind `password`: proven to open before it is written, and read back
 * after. The version before is kept, which another password may open.
 */
async function sealAnew(
  path: string,
  plain: Uint8Array,
  password: Uint8Array,
  cost: PasswordCost,
): Promise<Seal> {
  const anew = await newSeal(password, cost)
  await wipeOnFailure(anew.key, async () => {
    const file = seal(plain, anew)
    await prove(file, password, plain)
    await write(path, file)
    if (!file.equals(await readSealed(path))) throw new Error('The sealed file is not as it was written')
  })
  return anew
}

/** Puts the present version in the place of the previous one. */
async function dropPrevious(path: string): Promise<void> {
  await write(path, await readSealed(path))
}

async function prove(file: Uint8Array, password: Uint8Array, plain: Uint8Array): Promise<void> {
  const proof = await openSealed(file, password)
  const same = proof.plain.equals(plain)
  wipe(proof.plain, proof.seal?.key)
  if (!same) throw new Error('The new sealed file does not open to what was sealed')
}

function copyOf(secret: Uint8Array | undefined): Uint8Array | null {
  return secret === undefined ? null : secretCopy(secret)
}

async function deleteFrom(path: string, key: Seal, table: SecretTable, name: string): Promise<boolean> {
  const rest = new Map(table)
  const wasThere = rest.delete(name)
  if (wasThere) await writeTable(path, key, rest)
  // So that the previous version doesn't hold the secret either, also where a deletion was cut off between the two.
  await dropPrevious(path)
  return wasThere
}

/** Hands the decrypted table to `use` and wipes it after. */
async function readTable<T>(
  path: string,
  key: Seal,
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

async function writeTable(path: string, key: Seal, table: SecretTable): Promise<void> {
  await write(path, sealTable(key, table))
}

function sealTable(key: Seal, table: SecretTable): Uint8Array {
  const plain = encodeTable(table)
  try {
    return seal(plain, key)
  } finally {
    wipe(plain)
  }
}

function write(path: string, file: Uint8Array): Promise<void> {
  return writeFileAtomic(path, file, { keepPrevious: true })
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

function oldPasswordStays(path: string, cause: unknown): LatchkeyError {
  return new LatchkeyError(
    'internal',
    'The password was changed, but the version of the sealed file that the old one opens is still there.',
    {
      advice: `Make room on the disk, then delete ${previousPath(path)}. From now on the vault opens with the new password.`,
      cause,
    },
  )
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
  return ` ${told`or rename ${basename(previous)}, which is whole and was replaced after ${time}, to ${basename(path)}`}`
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
        advice:
          'Type its own password to go on with it and with the keys in it, or move it away to begin with an empty one.',
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
