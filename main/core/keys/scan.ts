import { MOST_IMPORT_BYTES, type ScannedFile } from '../../../contract/keys.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import { wipe } from '../lib/wipe.js'
import type { Clock, SshFolder } from '../ports.js'
import type { FoundKey } from './formats/found-key.js'
import { readKeys } from './formats/read-keys.js'
import { blobOf, toPreview } from './import-preview.js'
import type { KeyRecords } from './key-records.js'

/** Longer than any sane folder takes; a network drive that hangs would keep the user waiting for ever. */
const LIMIT_MS = 10_000

/** OpenSSH's own files, which hold other people's keys or none, and their backups. */
const NO_KEY_FILE = /known_hosts|authorized_keys|allowed_signers|revoked_keys|^config\b|^environment$|^rc$/i

/** Told of even where nothing of a key is in them. */
const NAMED_LIKE_A_KEY = /^id_|^identity$|\.(?:pub|pem|key|ppk)$/i

export interface ScanParts {
  sshFolder: SshFolder
  clock: Clock
  records: KeyRecords
}

/** What one file holds, or why that can't be told; neither for a file that has nothing to do with keys. */
interface Looked {
  name: string
  keys: { part: number; found: FoundKey }[]
  problem: LatchkeyError | null
}

/**
 * Looks through the SSH folder: private keys, public keys whose private half is not beside them, and what looked like a
 * key and is none, with the reason. Symbolic links are followed, also out of the folder: whoever may make them there is
 * the user. Throws `key-unreadable` for a folder that can't be listed, and `cancelled`.
 */
export function createScan({ sshFolder, clock, records }: ScanParts) {
  return async (cancel: AbortSignal | undefined): Promise<{ folder: string; files: ScannedFile[] }> => {
    const limit = new AbortController()
    clock.sleep(LIMIT_MS, limit.signal).then(
      () => limit.abort(),
      () => undefined, // done before
    )
    const signal = cancel === undefined ? limit.signal : AbortSignal.any([limit.signal, cancel])
    try {
      const looked: Looked[] = []
      for (const file of await listFiles(sshFolder, signal)) looked.push(await look(sshFolder, file, signal))
      const files = worthTelling(looked).map((file) => toScannedFile(file, records))
      cancel?.throwIfAborted()
      return { folder: sshFolder.path, files }
    } catch (error) {
      if (cancel?.aborted) throw new LatchkeyError('cancelled', 'Looking for keys was cancelled.')
      throw error
    } finally {
      limit.abort()
    }
  }
}

async function listFiles(folder: SshFolder, signal: AbortSignal): Promise<{ name: string; size: number }[]> {
  const files = await orAborted(signal, folder.list()).catch((cause) => {
    throw new LatchkeyError('key-unreadable', `The folder ${folder.path} can not be read.`, {
      advice: 'Look whether it is there and whether you may read it.',
      cause,
    })
  })
  return files
    .filter(({ name }) => !NO_KEY_FILE.test(name))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

async function look(
  folder: SshFolder,
  file: { name: string; size: number },
  signal: AbortSignal,
): Promise<Looked> {
  const { name, size } = file
  try {
    signal.throwIfAborted()
    if (size > MOST_IMPORT_BYTES) throw nothingOfAKey(`The file ${name} is too large to be a key.`)
    const bytes = await orAborted(signal, folder.read(name), wipe).catch((cause) => {
      throw new Unreadable(name, { cause })
    })
    try {
      const keys = await readKeys(bytes, null, signal)
      return { name, keys: keys.map((found, part) => ({ part, found })), problem: null }
    } finally {
      wipe(bytes)
    }
  } catch (error) {
    return { name, keys: [], problem: signal.aborted ? notReached(name) : worthKnowing(name, error) }
  }
}

/** The file itself can't be read: then nobody knows whether it is a key. */
class Unreadable extends Error {}

/** That a file holds no key is told only of one that is named like one. */
function worthKnowing(name: string, error: unknown): LatchkeyError | null {
  if (error instanceof Unreadable) return unreadable(name, error.cause)
  if (!isLatchkeyError(error)) throw error
  return error.code === 'key-unreadable' && !NAMED_LIKE_A_KEY.test(name) ? null : error
}

/** Leaves out other files than keys, public halves beside their private ones, and certificates beside their keys. */
function worthTelling(looked: Looked[]): Looked[] {
  const privates = looked.flatMap(({ name, keys }) =>
    keys.filter(({ found }) => isPrivate(found)).map(({ found }) => ({ name, blob: base64Of(found) })),
  )
  const blobs = new Set(privates.map(({ blob }) => blob))
  const names = new Set(privates.map(({ name }) => name))
  const hidden = new Set(privates.filter(({ blob }) => blob === null).map(({ name }) => name))

  const isBeside = (name: string, key: FoundKey): boolean => {
    if (key.state === 'public') return blobs.has(base64Of(key)) || hidden.has(name.replace(/\.pub$/, ''))
    return key.state === 'refused' && /-cert\.pub$/.test(name) && names.has(name.replace(/-cert\.pub$/, ''))
  }
  return looked
    .map((file) => ({ ...file, keys: file.keys.filter(({ found }) => !isBeside(file.name, found)) }))
    .filter(({ keys, problem }) => keys.length > 0 || problem !== null)
}

const isPrivate = ({ state }: FoundKey) => state === 'key' || state === 'encrypted'

const base64Of = (key: FoundKey) => blobOf(key)?.toString('base64') ?? null

function toScannedFile({ name, keys, problem }: Looked, records: KeyRecords): ScannedFile {
  const parts = keys.map(({ found, part }) => toPreview(found, part, records))
  return { name, parts, ...(problem !== null && { problem: problem.info }) }
}

function nothingOfAKey(message: string): LatchkeyError {
  return new LatchkeyError('key-unreadable', message, { advice: 'A key has a few kilobytes at most.' })
}

function unreadable(name: string, cause: unknown): LatchkeyError {
  return new LatchkeyError('key-unreadable', `The file ${name} can not be read.`, {
    advice: 'Look whether you may read it.',
    cause,
  })
}

function notReached(name: string): LatchkeyError {
  return new LatchkeyError(
    'cancelled',
    `The file ${name} was not looked at: the folder takes too long to read.`,
    {
      advice: 'Choose the file by hand, or look again.',
      retryable: true,
    },
  )
}
