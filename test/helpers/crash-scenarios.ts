import { createHash } from 'node:crypto'
import type { Backend, VaultStatus } from '../../contract/vault.js'
import { isLatchkeyError } from '../../main/core/lib/error.js'
import { createPresence } from '../../main/core/lock/presence.js'
import type { SecretStore } from '../../main/core/ports.js'
import { removeRecord, secretName, storeRecord } from '../../main/core/vault/secret-record.js'
import { createVault } from '../../main/core/vault/vault.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { sealedFile } from '../../main/platform/sealed-file.js'
import { plainAccount } from './plain-account.js'
import { plainNotes } from './plain-notes.js'

const password = 'correct horse battery'
const another = 'another horse battery'
const cost = { memory: 64, passes: 1, lanes: 1 }

/** The vault on the real stores, with a cheap key derivation. */
async function openRealVault(directory: string) {
  const ports = await openPorts({ profileDir: directory })
  const stores = ports.secretStores.filter((store) => store.backend !== 'sealed-file')
  const vault = createVault({
    ports: { ...ports, secretStores: [...stores, sealedFile(directory, cost)] },
    presence: createPresence(),
    cost,
  })
  return { vault, profile: ports.profile, ports }
}

type RealVault = Awaited<ReturnType<typeof openRealVault>>

/** Opens the vault with whichever password does it, or makes it where there is none yet. Answers the password. */
async function openOrCreate({ vault }: RealVault, backend: Backend): Promise<string | null> {
  const given = backend === 'sealed-file' ? { password } : {}
  const { state, hasPassword } = await patientStatus(vault)
  if (state === 'none') await vault.create({ backend, ...given }, {})
  if (!hasPassword) return given.password ?? null
  for (const known of [password, another])
    if (state === 'locked' && (await opensWith(vault, known))) return known
  throw new Error('No password opens the vault')
}

/** A status doesn't wait long for a keychain; with several at work on few processors that takes its time. */
async function patientStatus(vault: RealVault['vault']): Promise<VaultStatus> {
  for (let tries = 0; ; tries++) {
    const status = await vault.status(undefined, {})
    if (status.state !== 'unavailable' || tries === 20) return status
  }
}

async function opensWith(vault: RealVault['vault'], known: string): Promise<boolean> {
  try {
    await vault.unlock({ password: known }, {})
    return true
  } catch (error) {
    if (isLatchkeyError(error, 'password-wrong')) return false
    throw error
  }
}

/**
 * Opens the vault or makes it, carries out what is named, and says what is there then. `prepare`: two key pairs.
 * `work`: adds a key pair and an account, deletes a key pair. `overwrite`: gives a key pair another secret, longer by a
 * chunk. `small`: two key pairs of one keychain item each. `protect`, `change`, `unprotect`: sets a password, sets
 * another, removes it. `inspect`: nothing. `beforeLast` is called before the last of them; with `upgrade`, before the
 * vault is opened, which rewrites one of an older version.
 */
export async function runScenarios(
  names: string[],
  backend: string,
  directory: string,
  beforeLast: () => void = () => undefined,
): Promise<Inspection> {
  const real = await openRealVault(directory)
  if (names[0] === 'upgrade') beforeLast()
  const opened = await openOrCreate(real, backend === 'keychain' ? 'keychain' : 'sealed-file')
  for (const name of names) {
    if (names.length > 1 && name === names.at(-1)) beforeLast()
    await carryOut(name, real)
  }
  const found = { ...(await inspect(real)), password: opened }
  // It writes nothing to lock the vault, and it would take a third of a process's time to sweep the memory.
  await real.ports.close()
  return found
}

async function carryOut(name: string, real: RealVault): Promise<void> {
  const { vault } = real
  const secrets = vault.secrets()
  if (name === 'prepare') await addKeys(real, secrets, ['kept', 'doomed'])
  if (name === 'small') await addKeys(real, secrets, ['small', 'tiny'], 48)
  if (name === 'work') {
    await addKeys(real, secrets, ['added'])
    await addAccount(real, secrets)
    await removeRecord(real.profile, secrets, 'keys', 'doomed')
  }
  if (name === 'overwrite') await secrets.set('key/kept', anew('kept'))
  if (name === 'protect') await vault.setPassword({ next: password }, {})
  if (name === 'change') await vault.setPassword({ current: password, next: another }, {})
  if (name === 'unprotect') await vault.setPassword({ current: password, next: null }, {})
}

/** The same bytes in every process; 6,000 are three chunks in a keychain. */
export function secretOf(id: string, size = 6000): Uint8Array {
  const block = createHash('sha256').update(id).digest()
  return Uint8Array.from({ length: size }, (_, i) => block[i % block.length] ?? 0)
}

export interface Inspection {
  /** Ids of key pairs and accounts, with their phases. */
  records: Record<string, string>
  /** What each of the secrets that may be there is: 'old' or 'new' (after `overwrite`), or 'none'. */
  secrets: Record<string, string>
  /** The one that opened the vault; null if it needed none. */
  password: string | null
  /** Whether the vault has a password now. */
  hasPassword: boolean
  /** Names of secrets that stand in the keychain as they are. */
  plain: string[]
}

async function inspect(real: RealVault): Promise<Omit<Inspection, 'password'>> {
  const { keys, accounts } = real.profile.read()
  const secrets = real.vault.secrets()
  const records = Object.fromEntries([...keys, ...accounts].map(({ id, phase }) => [id, phase]))
  const found: Record<string, string> = {}
  for (const id of ['kept', 'doomed', 'added', 'small', 'tiny'])
    found[id] = recognise(id, await secrets.get(secretName('keys', id)))
  found.account = recognise('account', await secrets.get(secretName('accounts', 'account')))
  const { hasPassword } = await real.vault.status(undefined, {})
  return { records, secrets: found, hasPassword, plain: await plainInKeychain(real) }
}

async function plainInKeychain({ profile, ports }: RealVault): Promise<string[]> {
  const keychain = ports.secretStores.find((store) => store.backend === 'keychain')
  const { vault, keys } = profile.read()
  if (vault?.backend !== 'keychain' || keychain === undefined || keychain.needsPassword) return []
  const store = await keychain.open()
  const plain: string[] = []
  for (const { id } of keys)
    if (recognise(id, await store.get(secretName('keys', id))) === 'old') plain.push(id)
  return plain
}

const sizes = [48, 6000]

function recognise(id: string, secret: Uint8Array | null): string {
  if (secret === null) return 'none'
  if (Buffer.from(secret).equals(secretOf(id, secret.length)) && sizes.includes(secret.length)) return 'old'
  return Buffer.from(secret).equals(anew(id)) ? 'new' : 'damaged'
}

function anew(id: string): Uint8Array {
  return secretOf(`${id}, anew`, 7500)
}

async function addKeys(
  { profile }: RealVault,
  secrets: SecretStore,
  ids: string[],
  size?: number,
): Promise<void> {
  for (const id of ids) {
    const record = {
      id,
      name: id,
      type: 'ed25519' as const,
      bits: 256,
      blob: 'AAAA',
      comment: '',
      ...plainNotes,
      origin: 'generated' as const,
      createdAt: new Date().toISOString(),
    }
    await storeRecord(profile, secrets, 'keys', record, secretOf(id, size))
  }
}

async function addAccount({ profile }: RealVault, secrets: SecretStore): Promise<void> {
  const id = 'account'
  const addedAt = new Date().toISOString()
  const record = { ...plainAccount, id, kind: 'cloudstack' as const, name: id, values: {}, addedAt }
  await storeRecord(profile, secrets, 'accounts', record, secretOf(id))
}
