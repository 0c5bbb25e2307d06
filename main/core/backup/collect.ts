import { readAccountSecret } from '../inventory/account-secrets.js'
import { writePrivateKey } from '../keys/formats/write-private-key.js'
import { matchingKey } from '../keys/open-signer.js'
import { isLatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import type { Log, SecretStore } from '../ports.js'
import { type AccountRecord, isShown, type KeyRecord, type Profile } from '../profile.js'
import { secretName } from '../vault/secret-record.js'
import { PAYLOAD_FORMAT, PAYLOAD_VERSION } from './payload.js'

export interface Collected {
  /** JSON (see payload.ts), which the caller wipes. */
  bytes: Uint8Array
  keys: number
  accounts: number
  /** Names of those whose secret is missing or can't be used: they are in it without. */
  without: string[]
}

export interface CollectParts {
  profile: Profile
  secrets: Pick<SecretStore, 'get'>
  /** The text of known_hosts. */
  knownHosts: string
  now: string
  log: Log
  /** Aborted: rejects with the signal's reason. */
  signal?: AbortSignal | undefined
  /** Told of every record that is over. */
  onProgress?: (done: number, total: number) => void
}

/**
 * Everything about keys and accounts, secrets included. One that can't be read is left out and named: the others are not
 * to be lost with it. Throws `vault-damaged` where none can be read (a sealed file that is damaged as a whole must not
 * pass for one without secrets), and the vault's other errors.
 */
export async function collect(parts: CollectParts): Promise<Collected> {
  const { profile, secrets, knownHosts, now, log, signal, onProgress } = parts
  const without: string[] = []
  const chunks: Uint8Array[] = []
  let readable = 0
  let damage: unknown = null

  /** Written byte by byte: a string of a secret could not be wiped. */
  const add = (part: string | Uint8Array) =>
    void chunks.push(typeof part === 'string' ? Buffer.from(part) : part)

  async function addSecret(name: string, read: () => Promise<Uint8Array | null>): Promise<void> {
    const value = await read().catch((error) => {
      if (!isLatchkeyError(error, 'key-damaged') && !isLatchkeyError(error, 'vault-damaged')) throw error
      log.error('backup.left-out', error)
      if (error.code === 'vault-damaged') damage ??= error
      return null
    })
    if (value === null) without.push(name)
    else readable++
    add(value ?? 'null')
  }

  const { kit, settings, bindings, wanted, hosts, snippets, connections, bastions, forwards, nameplates } =
    profile
  const keys = profile.keys.filter(isShown)
  const accounts = profile.accounts.filter(({ phase }) => phase === 'stored')
  const about = { format: PAYLOAD_FORMAT, version: PAYLOAD_VERSION, madeAt: now }
  let done = 0
  const next = () => {
    signal?.throwIfAborted()
    onProgress?.(++done, keys.length + accounts.length)
  }
  try {
    const ofInstances = { bindings, connections, bastions, forwards, nameplates }
    const shared = { kit, settings, wanted, hosts, snippets, ...ofInstances, knownHosts }
    add(`${inner({ ...about, ...shared })},\n"accounts":[`)
    for (const [index, record] of accounts.entries()) {
      add(`${index === 0 ? '' : ','}\n${inner(withoutPhase(record))},"credentials":`)
      await addSecret(record.name, () => credentialsOf(record, secrets))
      add('}')
      next()
    }
    add('\n],\n"keys":[')
    for (const [index, record] of keys.entries()) {
      add(`${index === 0 ? '' : ','}\n${inner(withoutPhase(record))},"privateKey":`)
      if (record.hasPrivate) await addSecret(record.name, () => privateKeyOf(record, secrets))
      else add('null')
      add('}')
      next()
    }
    add('\n]}\n')
    if (damage !== null && readable === 0) throw damage
    return { bytes: Buffer.concat(chunks), keys: keys.length, accounts: accounts.length, without }
  } finally {
    wipe(...chunks)
  }
}

/** JSON of an object without its last brace. */
const inner = (value: object) => JSON.stringify(value).slice(0, -1)

const withoutPhase = <R extends KeyRecord | AccountRecord>({ phase: _phase, ...record }: R) => record

/** JSON. Null too where what the vault has can't be read. */
async function credentialsOf(
  record: AccountRecord,
  secrets: CollectParts['secrets'],
): Promise<Uint8Array | null> {
  const fields = await readAccountSecret(secrets, record)
  return fields && Buffer.from(JSON.stringify(fields))
}

/** A JSON string of an OpenSSH file. What goes out is what the record says. */
async function privateKeyOf(record: KeyRecord, secrets: CollectParts['secrets']): Promise<Uint8Array | null> {
  const pkcs8 = await secrets.get(secretName('keys', record.id))
  if (pkcs8 === null) return null
  try {
    const key = matchingKey(pkcs8, Buffer.from(record.blob, 'base64'))
    const text = await writePrivateKey(key, { format: 'openssh', passphrase: null, comment: record.comment })
    try {
      return jsonString(text)
    } finally {
      wipe(text)
    }
  } finally {
    wipe(pkcs8)
  }
}

const QUOTE = 0x22
const LINE_FEED = 0x0a
const ESCAPED_LINE_FEED = [0x5c, 0x6e]

/** Of letters, digits, and line feeds: nothing else in it needs an escape. */
function jsonString(text: Uint8Array): Uint8Array {
  const lines = text.reduce((count, byte) => count + (byte === LINE_FEED ? 1 : 0), 0)
  const json = new Uint8Array(text.length + lines + 2)
  let at = 0
  json[at++] = QUOTE
  for (const byte of text) {
    if (byte !== LINE_FEED) json[at++] = byte
    else for (const escaped of ESCAPED_LINE_FEED) json[at++] = escaped
  }
  json[at] = QUOTE
  return json
}
