import { createHash } from 'node:crypto'
import type { Backend } from '../../contract/vault.js'
import { createActivity } from '../../main/core/lock/activity.js'
import type { SecretStore } from '../../main/core/ports.js'
import { removeRecord, secretName, storeRecord } from '../../main/core/vault/secret-record.js'
import { createVault } from '../../main/core/vault/vault.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { sealedFile } from '../../main/platform/sealed-file.js'
import { plainNotes } from './key-records.js'

const password = 'correct horse battery'
const cost = { memory: 64, passes: 1, lanes: 1 }

/** The vault on the real stores, with a cheap key derivation. */
async function openRealVault(directory: string) {
  const ports = await openPorts({ profileDir: directory })
  const stores = ports.secretStores.filter((store) => store.backend !== 'sealed-file')
  const vault = createVault({
    ports: { ...ports, secretStores: [...stores, sealedFile(directory, cost)] },
    activity: createActivity(),
    cost,
  })
  return { vault, profile: ports.profile, ports }
}

type RealVault = Awaited<ReturnType<typeof openRealVault>>

/** Opens the vault, or makes it where there is none yet. */
async function openOrCreate({ vault }: RealVault, backend: Backend): Promise<SecretStore> {
  const given = backend === 'sealed-file' ? { password } : {}
  const { state } = await vault.status(undefined, {})
  if (state === 'none') await vault.create({ backend, ...given }, {})
  if (state === 'locked') await vault.unlock(given, {})
  return vault.secrets()
}

/**
 * Opens the vault or makes it, carries out what is named, and says what is there then. `prepare`: two key pairs.
 * `work`: adds a key pair and an account, deletes a key pair. `overwrite`: gives a key pair another secret, longer by a
 * chunk. `inspect`: nothing. `beforeLast` is called before the last of them.
 */
export async function runScenarios(
  names: string[],
  backend: string,
  directory: string,
  beforeLast: () => void = () => undefined,
): Promise<Inspection> {
  const real = await openRealVault(directory)
  const secrets = await openOrCreate(real, backend === 'keychain' ? 'keychain' : 'sealed-file')
  for (const name of names) {
    if (names.length > 1 && name === names.at(-1)) beforeLast()
    await carryOut(name, real, secrets)
  }
  const found = await inspect(real, secrets)
  await secrets.close()
  await real.ports.close()
  return found
}

async function carryOut(name: string, real: RealVault, secrets: SecretStore): Promise<void> {
  if (name === 'prepare') await addKeys(real, secrets, ['kept', 'doomed'])
  if (name === 'work') {
    await addKeys(real, secrets, ['added'])
    await addAccount(real, secrets)
    await removeRecord(real.profile, secrets, 'keys', 'doomed')
  }
  if (name === 'overwrite') await secrets.set('key/kept', anew('kept'))
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
}

async function inspect({ profile }: RealVault, secrets: SecretStore): Promise<Inspection> {
  const { keys, accounts } = profile.read()
  const records = Object.fromEntries([...keys, ...accounts].map(({ id, phase }) => [id, phase]))
  const found: Record<string, string> = {}
  for (const id of ['kept', 'doomed', 'added'])
    found[id] = recognise(id, await secrets.get(secretName('keys', id)))
  found.account = recognise('account', await secrets.get(secretName('accounts', 'account')))
  return { records, secrets: found }
}

function recognise(id: string, secret: Uint8Array | null): string {
  if (secret === null) return 'none'
  if (Buffer.from(secret).equals(secretOf(id))) return 'old'
  return Buffer.from(secret).equals(anew(id)) ? 'new' : 'damaged'
}

function anew(id: string): Uint8Array {
  return secretOf(`${id}, anew`, 7500)
}

async function addKeys({ profile }: RealVault, secrets: SecretStore, ids: string[]): Promise<void> {
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
    await storeRecord(profile, secrets, 'keys', record, secretOf(id))
  }
}

async function addAccount({ profile }: RealVault, secrets: SecretStore): Promise<void> {
  const id = 'account'
  const addedAt = new Date().toISOString()
  const record = { id, kind: 'cloudstack' as const, name: id, values: {}, addedAt }
  await storeRecord(profile, secrets, 'accounts', record, secretOf(id))
}
