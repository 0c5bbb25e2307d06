import { randomUUID } from 'node:crypto'
import type { ImportPreview, ImportSource, KeyPair } from '../../../contract/keys.js'
import { requireSettled } from '../bindings/unsettled.js'
import { LatchkeyError } from '../lib/error.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import { wipe } from '../lib/wipe.js'
import type { Ports } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { KeysService, VaultService } from '../services.js'
import { removeRecord, secretName, storeRecord } from '../vault/secret-record.js'
import { generateKey } from './generate.js'
import { passphraseNeeded } from './key-errors.js'
import { openSigner } from './open-signer.js'
import type { ProvenKey } from './prove.js'
import { fingerprintMd5, fingerprintSha256, publicKeyFacts, publicKeyLine } from './public-key.js'
import { type LockedKey, type ReadKey, readPrivateKey } from './read-private-key.js'

export interface KeysParts {
  ports: Pick<Ports, 'profile' | 'clock' | 'log' | 'readUserFile'>
  vault: Pick<VaultService, 'secrets'>
}

/** The vault's key pairs: make, import, name, delete, and open for signing. Private halves never leave it otherwise. */
export function createKeys({ ports, vault }: KeysParts): KeysService {
  const { profile, clock, log } = ports
  // Between the look for a taken name and the write, nobody else may write.
  const inTurn = oneAtATime()

  const stored = () => profile.read().keys.filter(({ phase }) => phase === 'stored')
  const recordOf = (id: string) => {
    const record = stored().find((known) => known.id === id)
    if (record === undefined) throw notFound()
    return record
  }
  const shown = (record: KeyRecord) => toKeyPair(record, profile.read().vault?.backend ?? 'sealed-file')

  const store = async (proven: ProvenKey, about: Pick<KeyRecord, 'name' | 'comment' | 'origin'>) => {
    const { type, bits } = proven
    const blob = proven.blob.toString('base64')
    const createdAt = new Date(clock.now()).toISOString()
    const record = { id: randomUUID(), ...about, type, bits, blob, createdAt }
    const secrets = vault.secrets()
    const pkcs8 = proven.key.export({ type: 'pkcs8', format: 'der' })
    try {
      await storeRecord(profile, secrets, 'keys', record, pkcs8)
    } finally {
      wipe(pkcs8)
    }
    log.info('key.stored', { id: record.id, type, bits, origin: about.origin })
    return shown(recordOf(record.id))
  }

  const read = (source: ImportSource, passphrase: string | undefined, signal: AbortSignal | undefined) =>
    withBytes(source, passphrase, ports.readUserFile, (file, secret) => readPrivateKey(file, secret, signal))

  return {
    list: async () => stored().map(shown),

    async generate({ name, spec, comment = name }) {
      vault.secrets()
      requireFreeName(stored(), name)
      const proven = await generateKey(spec)
      return inTurn(async () => {
        requireFreeName(stored(), name)
        return store(proven, { name, comment, origin: 'generated' })
      })
    },

    async inspect({ source, passphrase }, { signal }) {
      return toPreview(await read(source, passphrase, signal), stored())
    },

    async import({ source, passphrase, name }, { signal }) {
      vault.secrets()
      const found = await read(source, passphrase, signal)
      if (found.state === 'encrypted') throw passphraseNeeded()
      return inTurn(async () => {
        requireUnknown(stored(), found.proven.blob)
        requireFreeName(stored(), name)
        return store(found.proven, { name, comment: found.comment, origin: 'imported' })
      })
    },

    rename: ({ id, name }) =>
      inTurn(async () => {
        const { name: oldName } = recordOf(id)
        requireFreeName(
          stored().filter((other) => other.id !== id),
          name,
        )
        await profile.update((now) => ({
          ...now,
          keys: now.keys.map((key) => (key.id === id ? { ...key, name } : key)),
        }))
        log.info('key.renamed', { id, from: oldName, to: name })
        return shown(recordOf(id))
      }),

    delete: ({ id, name }) =>
      inTurn(async () => {
        const record = recordOf(id)
        if (name !== record.name) throw wrongName(record.name)
        requireSettled(profile.read(), ({ keyId }) => keyId === id, `the key pair ${name}`)
        await removeRecord(profile, vault.secrets(), 'keys', id)
        log.info('key.deleted', { id })
      }),

    record: recordOf,

    publicKeyLine(id) {
      const { blob, comment } = recordOf(id)
      return publicKeyLine(Buffer.from(blob, 'base64'), comment)
    },

    async openSigner(id) {
      const record = recordOf(id)
      const pkcs8 = await vault.secrets().get(secretName('keys', id))
      if (pkcs8 === null) throw secretMissing(record.name)
      try {
        return openSigner(record, pkcs8)
      } finally {
        wipe(pkcs8)
      }
    },
  }
}

async function withBytes<T>(
  source: ImportSource,
  passphrase: string | undefined,
  readUserFile: Ports['readUserFile'],
  use: (file: Uint8Array, passphrase: Uint8Array | null) => Promise<T>,
): Promise<T> {
  const file = source.kind === 'text' ? Buffer.from(source.text) : await readFileOf(source.path, readUserFile)
  const secret = passphrase ? Buffer.from(passphrase) : null
  try {
    return await use(file, secret)
  } finally {
    wipe(file, secret)
  }
}

async function readFileOf(path: string, readUserFile: Ports['readUserFile']): Promise<Uint8Array> {
  if (readUserFile === undefined)
    throw new LatchkeyError('input-invalid', 'A browser tab can not read files by their path.', {
      advice: 'Choose or drop the file, or paste its content.',
    })
  const file = await readUserFile(path).catch((cause) => {
    throw new LatchkeyError('key-unreadable', `The file ${path} can not be read.`, {
      advice: 'Look whether it is there and whether you may read it.',
      cause,
    })
  })
  if (file.length <= MOST_BYTES) return file
  wipe(file)
  throw new LatchkeyError('key-unreadable', `The file ${path} is too large for a private key.`, {
    advice: 'Choose the private key; it has a few kilobytes.',
  })
}

const MOST_BYTES = 1_000_000

function toKeyPair(record: KeyRecord, storedIn: KeyPair['storedIn']): KeyPair {
  const blob = Buffer.from(record.blob, 'base64')
  const { id, name, type, bits, comment, origin, createdAt } = record
  return {
    id,
    name,
    type,
    bits,
    fingerprint: fingerprintSha256(blob),
    fingerprintMd5: fingerprintMd5(blob),
    publicKey: publicKeyLine(blob, comment),
    comment,
    origin,
    createdAt,
    storedIn,
  }
}

function toPreview(found: ReadKey | LockedKey, known: KeyRecord[]): ImportPreview {
  const blob = found.state === 'key' ? found.proven.blob : found.blob
  const { type, bits } = publicKeyFacts(blob)
  const twin = twinOf(known, blob)
  return {
    state: found.state,
    type,
    bits,
    fingerprint: fingerprintSha256(blob),
    fingerprintMd5: fingerprintMd5(blob),
    comment: found.state === 'key' ? found.comment : '',
    ...(twin && { knownAs: { id: twin.id, name: twin.name } }),
  }
}

const twinOf = (known: KeyRecord[], blob: Buffer) =>
  known.find((record) => record.blob === blob.toString('base64'))

function requireUnknown(known: KeyRecord[], blob: Buffer): void {
  const twin = twinOf(known, blob)
  if (twin === undefined) return
  throw new LatchkeyError('key-already-known', `This key pair is already here, as ${twin.name}.`, {
    advice: `Use ${twin.name}, or rename it.`,
  })
}

function requireFreeName(known: KeyRecord[], name: string): void {
  const taken = known.find((record) => fold(record.name) === fold(name))
  if (taken === undefined) return
  throw new LatchkeyError('key-name-taken', `There is already a key pair named ${taken.name}.`, {
    advice: 'Choose another name; capitals make no difference.',
  })
}

const fold = (name: string) => name.normalize('NFC').toLowerCase()

function notFound(): LatchkeyError {
  return new LatchkeyError('key-not-found', 'This key pair is not in the vault.', {
    advice: 'It may have been deleted; look at the list of key pairs.',
  })
}

function wrongName(name: string): LatchkeyError {
  return new LatchkeyError('input-invalid', 'The name typed is not the name of the key pair.', {
    advice: `Type ${name} to delete it, capitals as they stand.`,
  })
}

function secretMissing(name: string): LatchkeyError {
  return new LatchkeyError('secret-missing', `The private half of ${name} is not in the vault.`, {
    advice: 'Import it again from a backup, or delete the key pair and make a new one.',
  })
}
