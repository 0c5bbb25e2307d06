import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Backend } from '../../contract/vault.js'
import { createPresence } from '../../main/core/lock/presence.js'
import type { ProfileStore } from '../../main/core/ports.js'
import { storeRecord } from '../../main/core/vault/secret-record.js'
import { createVault } from '../../main/core/vault/vault.js'
import { keychainEntries } from '../../main/platform/keychain-entries.js'
import { openPorts } from '../../main/platform/node-ports.js'
import { sealedFile } from '../../main/platform/sealed-file.js'
import { plainNotes } from './plain-notes.js'

const cost = { memory: 64, passes: 1, lanes: 1 }
export const passwords = { keychain: 'correct horse battery', 'sealed-file': 'another horse battery' }

/** The vault on the real stores of a profile folder, with a cheap key derivation. */
export async function openRealVault(directory: string) {
  const ports = await openPorts({ profileDir: directory })
  const stores = ports.secretStores.filter((store) => store.backend !== 'sealed-file')
  const secretStores = [...stores, sealedFile(directory, cost)]
  const vault = createVault({ ports: { ...ports, secretStores }, presence: createPresence(), cost })
  return { vault, profile: ports.profile, close: ports.close }
}

export type RealVault = Awaited<ReturnType<typeof openRealVault>>

/** One of three chunks in a keychain, and a short one that no entry names. */
const secrets = {
  'key/long': secretOf('long', 6000),
  'key/stray': secretOf('stray', 48),
}

function secretOf(id: string, size: number): Uint8Array {
  const block = createHash('sha256').update(id).digest()
  return Uint8Array.from({ length: size }, (_, i) => block[i % block.length] ?? 0)
}

/** Makes a vault with secrets in it. `locked`: a keychain gets a password of its own. */
export async function prepare({ vault, profile }: RealVault, from: Backend, locked: boolean): Promise<void> {
  await vault.create({ backend: from, ...passwordFor(from, locked) }, {})
  const record = { id: 'long', name: 'long', type: 'ed25519' as const, bits: 256, blob: 'AAAA', comment: '' }
  const origin = { origin: 'generated' as const, createdAt: new Date().toISOString() }
  const whole = { ...record, ...plainNotes, ...origin }
  await storeRecord(profile, vault.secrets(), 'keys', whole, secrets['key/long'])
  await vault.secrets().set('key/stray', secrets['key/stray'])
}

function passwordFor(backend: Backend, locked: boolean): { password?: string } {
  return backend === 'sealed-file' || locked ? { password: passwords[backend] } : {}
}

/** Moves it to the other place. */
export async function moveFrom({ vault }: RealVault, from: Backend, locked: boolean): Promise<void> {
  const to = from === 'keychain' ? 'sealed-file' : 'keychain'
  const current = passwordFor(from, locked).password
  await vault.move({ to, ...passwordFor(to, locked), ...(current !== undefined && { current }) }, {})
}

export interface MoveEnd {
  backend: Backend | undefined
  hasPassword: boolean
  /** Names of secrets that are whole. */
  whole: string[]
  /** What of the profile is in the keychain, and which files of a sealed vault are in its folder. */
  items: string[]
  files: string[]
}

/** Opens the vault after a crash, and says what is there once everything was put in order. */
export async function inspect(directory: string): Promise<MoveEnd> {
  const real = await openRealVault(directory)
  const { vault, profile } = real
  const { state, hasPassword, backend } = await until(
    () => vault.status(undefined, {}),
    ({ state }) => state !== 'unavailable',
  )
  if (state === 'locked' && backend !== null) await vault.unlock({ password: passwords[backend] }, {})
  await tidied(profile)
  const whole: string[] = []
  for (const [name, secret] of Object.entries(secrets)) {
    const found = await vault.secrets().get(name)
    if (found !== null && Buffer.from(found).equals(secret)) whole.push(name)
  }
  await real.close()
  const { id, vault: noted } = profile.read()
  const files = (await readdir(directory)).filter((name) => name.startsWith('vault.sealed'))
  return { backend: noted?.backend, hasPassword, whole, items: await itemsOf(id), files }
}

/** Asked for one by one: a keychain lists items only together with every secret. */
async function itemsOf(profileId: string): Promise<string[]> {
  const entries = keychainEntries()
  const chunks = [0, 1].flatMap((slot) => [0, 1, 2].map((chunk) => `key/long#${slot}.${chunk}`))
  const there: string[] = []
  for (const name of ['vault', 'names#0', 'names#1', 'lock', ...Object.keys(secrets), ...chunks])
    if ((await entries.get(`${profileId}/${name}`)) !== null) there.push(name)
  return there
}

const tidied = (profile: ProfileStore) =>
  until(
    async () => profile.read().move,
    (move) => move === null,
  )

async function until<T>(look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const limit = Date.now() + 20_000
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() > limit) throw new Error(`Still so after 20 seconds: ${JSON.stringify(value)}`)
    await pause(10)
  }
}
