import { expect, vi } from 'vitest'
import { createPresence } from '../../main/core/lock/presence.js'
import type { PlainStoreFactory, ProfileStore, SecretStore } from '../../main/core/ports.js'
import { storeRecord } from '../../main/core/vault/secret-record.js'
import { createVault } from '../../main/core/vault/vault.js'
import { handClock } from './hand-clock.js'
import { keyRecord } from './key-records.js'
import { memoryBackend } from './memory-backend.js'
import { memoryProfileStore, testLog } from './memory-profile.js'

export const none = {}
export const PASSWORD = 'correct horse'
export const ANOTHER = 'another horse'
const cost = { memory: 64, passes: 1, lanes: 1 }

export interface Place {
  profile: ProfileStore
  keychain: ReturnType<typeof memoryBackend>
  sealed: ReturnType<typeof memoryBackend>
}

export const newPlace = (): Place => ({
  profile: memoryProfileStore(),
  keychain: memoryBackend('keychain'),
  sealed: memoryBackend('sealed-file'),
})

/** A Latchkey that is started over what is there. */
export function start(place: Place) {
  const log = testLog()
  const ports = {
    ...place,
    clock: handClock(),
    log,
    secretStores: [place.keychain.factory, place.sealed.factory],
  }
  const vault = createVault({ ports, presence: createPresence(), cost })
  return { ...place, vault, log, status: () => vault.status(undefined, none) }
}

export type Started = ReturnType<typeof start>

export const records = [keyRecord('one', 'web'), keyRecord('two', 'deploy')]
export const secretOf = (id: string) => Buffer.from(`the private half of ${id}`)

async function addKeys({ vault, profile }: Started): Promise<void> {
  for (const { phase: _, ...record } of records)
    await storeRecord(profile, vault.secrets(), 'keys', record, secretOf(record.id))
}

export async function inKeychain(password?: string): Promise<Started> {
  const started = start(newPlace())
  await started.vault.create({ backend: 'keychain', ...(password && { password }) }, none)
  await addKeys(started)
  return started
}

export async function inSealedFile(): Promise<Started> {
  const started = start(newPlace())
  await started.vault.create({ backend: 'sealed-file', password: PASSWORD }, none)
  await addKeys(started)
  return started
}

export async function expectAllReadable({ vault }: Started): Promise<void> {
  for (const { id } of records)
    expect(Buffer.from((await vault.secrets().get(`key/${id}`)) ?? [])).toEqual(secretOf(id))
}

/** That the vault is where it was, open, and that nothing of it is anywhere else. */
export async function expectUnmoved(started: Started, backend: 'keychain' | 'sealed-file'): Promise<void> {
  await vi.waitFor(() => expect(started.profile.read().move).toBeNull())
  expect(started.profile.read().vault?.backend).toBe(backend)
  const other = backend === 'keychain' ? started.sealed : started.keychain
  expect(other.kept.held()).toEqual([])
  expect(other.state.exists).toBe(false)
  await expectAllReadable(started)
}

/** Holds the nth call of a store's method until it is let go. */
export function holdAt(kept: Place['keychain']['kept'], method: 'set' | 'get', nth: number) {
  const original = kept[method] as (...args: unknown[]) => Promise<unknown>
  let calls = 0
  let letGo = (): void => undefined
  const reached = new Promise<void>((resolve) => {
    vi.spyOn(kept, method).mockImplementation((async (...args: unknown[]) => {
      if (++calls === nth) {
        resolve()
        await new Promise<void>((go) => {
          letGo = go
        })
      }
      return original(...args)
    }) as never)
  })
  return { reached, letGo: () => letGo() }
}

/** Opens it with whichever password does it. */
export async function openAnyhow({ vault }: Started): Promise<void> {
  if ((await vault.status(undefined, none)).state === 'open') return
  const open = (password: string) => vault.unlock({ password }, none)
  await open(PASSWORD).catch(() => open(ANOTHER))
}

/** A place whose nth write from `begin` on fails, and every one after it, as if the process had died there. */
export function dying(place: Place, at: number) {
  let count = Number.NaN
  const point = () => {
    if (++count >= at) throw new Error('killed')
  }
  const mortal = <T extends object>(whole: T, ...methods: (keyof T)[]): T => {
    const guarded = Object.create(whole) as T
    for (const method of methods) {
      const original = whole[method] as (...args: unknown[]) => Promise<unknown>
      guarded[method] = (async (...args: unknown[]) => {
        point()
        return original.apply(whole, args)
      }) as T[typeof method]
    }
    return guarded
  }
  const backend = ({ factory, ...rest }: Place['keychain']): Place['keychain'] => {
    const dead = mortal(factory as PlainStoreFactory, 'create', 'discard')
    const opening = (method: 'create' | 'open') => {
      const original = dead[method] as (...args: unknown[]) => Promise<SecretStore>
      dead[method] = (async (...args: unknown[]) =>
        mortal(await original.apply(factory, args), 'set', 'delete')) as PlainStoreFactory['open']
    }
    opening('create')
    opening('open')
    return { ...rest, factory: dead }
  }
  return {
    place: {
      profile: mortal(place.profile, 'update'),
      keychain: backend(place.keychain),
      sealed: backend(place.sealed),
    },
    begin: () => {
      count = 0
    },
    isDead: () => count >= at,
  }
}
