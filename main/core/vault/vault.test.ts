import { describe, expect, it } from 'vitest'
import type { VaultStatus } from '../../../contract/vault.js'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { memoryBackend } from '../../../test/helpers/memory-backend.js'
import { memoryProfileStore, testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { plainNotes } from '../../../test/helpers/plain-notes.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { createPresence } from '../lock/presence.js'
import type { ProfileStore } from '../ports.js'
import type { Profile } from '../profile.js'
import { createVault } from './vault.js'

const made = { backend: 'sealed-file' as const, createdAt: '2026-01-01T00:00:00.000Z' }
const madeInKeychain = { ...made, backend: 'keychain' as const }
const none = {}

/** A lock that costs nothing, for tests of everything but its cost. */
const cost = { memory: 64, passes: 1, lanes: 1 }

function setUp({
  profile = memoryProfileStore(),
  keychain = memoryBackend('keychain'),
  sealed = memoryBackend('sealed-file'),
}: {
  profile?: ProfileStore
  keychain?: ReturnType<typeof memoryBackend>
  sealed?: ReturnType<typeof memoryBackend>
} = {}) {
  const clock = testClock()
  const log = testLog()
  const presence = createPresence()
  const secretStores = [keychain.factory, sealed.factory]
  const vault = createVault({ ports: { profile, clock, log, secretStores }, presence, cost })
  return { vault, presence, profile, clock, log, keychain, sealed }
}

const withVault = (vault: Profile['vault']) => memoryProfileStore({ vault })

describe('first run', () => {
  it('offers the keychain first, and the sealed file where there is no keychain', async () => {
    const { vault, keychain } = setUp()
    const first = await vault.status(undefined, none)
    expect(first.state).toBe('none')
    expect(first.choices.map((choice) => choice.recommended)).toEqual([true, false])

    keychain.state.available = false
    const second = await vault.status(undefined, none)
    expect(second.choices).toMatchObject([
      { backend: 'keychain', available: false, reason: 'No bus.', recommended: false },
      { backend: 'sealed-file', available: true, recommended: true, needsPassword: true },
    ])
  })

  it('makes the vault chosen and opens it', async () => {
    const { vault, profile } = setUp()
    const status = await vault.create({ backend: 'sealed-file', password: 'correct horse' }, none)
    expect(status).toMatchObject({ state: 'open', backend: 'sealed-file', label: 'Sealed file' })
    expect(profile.read().vault).toEqual(made)
    await vault.secrets().set('key/1', Uint8Array.of(1))
    expect(await vault.secrets().get('key/1')).toEqual(Uint8Array.of(1))
  })

  it('refuses a short password, none for a sealed file, and a second vault', async () => {
    const { vault } = setUp()
    for (const password of ['', '1234567', '🔑🔑🔑🔑'])
      for (const backend of ['keychain', 'sealed-file'] as const)
        await expect(vault.create({ backend, password }, none)).rejects.toMatchObject({
          code: 'password-weak',
        })
    await expect(vault.create({ backend: 'sealed-file' }, none)).rejects.toMatchObject({
      code: 'input-invalid',
    })
    await vault.create({ backend: 'keychain' }, none)
    await expect(vault.create({ backend: 'keychain' }, none)).rejects.toMatchObject({ code: 'vault-exists' })
  })

  it('says why there is no store before there is a vault', () => {
    expect(() => setUp().vault.secrets()).toThrow(expect.objectContaining({ code: 'vault-missing' }))
  })

  it('takes the store of a creation that was cut off before it was noted', async () => {
    const profile = memoryProfileStore()
    const sealed = memoryBackend('sealed-file')
    const cut: ProfileStore = { ...profile, update: () => Promise.reject(new Error('killed')) }
    const before = setUp({ profile: cut, sealed })
    const choice = { backend: 'sealed-file' as const, password: 'correct horse' }
    await expect(before.vault.create(choice, none)).rejects.toThrow('killed')

    const { vault } = setUp({ profile, sealed })
    const other = { backend: 'sealed-file' as const, password: 'another one' }
    await expect(vault.create(other, none)).rejects.toMatchObject({ code: 'vault-exists' })
    expect((await vault.create(choice, none)).state).toBe('open')
  })
})

describe('a sealed vault', () => {
  it('is locked until its password is given, and again after locking', async () => {
    const { vault } = setUp({
      profile: withVault(made),
      sealed: memoryBackend('sealed-file', { exists: true }),
    })
    expect((await vault.status(undefined, none)).state).toBe('locked')
    expect(() => vault.secrets()).toThrow(expect.objectContaining({ code: 'vault-locked' }))
    await expect(vault.unlock({ password: 'wrong' }, none)).rejects.toMatchObject({ code: 'password-wrong' })
    expect((await vault.status(undefined, none)).state).toBe('locked')
    expect((await vault.unlock({ password: 'correct horse' }, none)).state).toBe('open')
    expect((await vault.lock(undefined, none)).state).toBe('locked')
    expect(() => vault.secrets()).toThrow(expect.objectContaining({ code: 'vault-locked' }))
  })

  it('makes guessing slow after five wrong passwords, within bounds, until the right one', async () => {
    const { vault, clock } = setUp({
      profile: withVault(made),
      sealed: memoryBackend('sealed-file', { exists: true }),
    })
    const guess = () => vault.unlock({ password: 'wrong' }, none).catch((error) => error.code)
    for (let i = 0; i < 5; i++) expect(await guess()).toBe('password-wrong')
    expect(clock.sleeps).toEqual([])
    for (let i = 0; i < 7; i++) await guess()
    expect(clock.sleeps).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000])

    await vault.unlock({ password: 'correct horse' }, none)
    await vault.lock(undefined, none)
    await guess()
    expect(clock.sleeps).toHaveLength(8)
  })

  it('shows what keeps it shut, and opens once that is gone', async () => {
    const sealed = memoryBackend('sealed-file', { exists: true })
    const { vault } = setUp({ profile: withVault(made), sealed })
    sealed.state.fail = new LatchkeyError('vault-damaged', 'It is damaged.')
    const unlock = () => vault.unlock({ password: 'correct horse' }, none)
    await expect(unlock()).rejects.toMatchObject({ code: 'vault-damaged' })
    expect(await vault.status(undefined, none)).toMatchObject({
      state: 'unavailable',
      problem: { code: 'vault-damaged' },
    })
    expect(() => vault.secrets()).toThrow('It is damaged.')

    sealed.state.fail = null
    expect(await unlock()).toMatchObject({ state: 'open' })
    expect(await vault.status(undefined, none)).not.toHaveProperty('problem')
  })
})

describe('a keychain vault', () => {
  const keychain = () => memoryBackend('keychain', { exists: true })

  it('opens by itself at the first status, once, and stays locked when the user locks it', async () => {
    const { vault, keychain: used } = setUp({ profile: withVault(madeInKeychain), keychain: keychain() })
    const both = await Promise.all([vault.status(undefined, none), vault.status(undefined, none)])
    expect(both.map((status) => status.state)).toEqual(['open', 'open'])
    const { opened } = used.state
    await vault.lock(undefined, none)
    expect((await vault.status(undefined, none)).state).toBe('locked')
    expect(used.state.opened).toBe(opened)
    expect((await vault.unlock({}, none)).state).toBe('open')
  })

  it('is unavailable, never empty, when the keychain does not answer, and is asked again on unlock', async () => {
    const used = keychain()
    used.state.fail = new LatchkeyError('keychain-unavailable', 'No bus.')
    const { vault, log } = setUp({ profile: withVault(madeInKeychain), keychain: used })
    const status = await vault.status(undefined, none)
    expect(status).toMatchObject({
      state: 'unavailable',
      problem: { code: 'keychain-unavailable' },
      choices: [],
    })
    expect(log.lines).toContainEqual(expect.objectContaining({ event: 'vault.unavailable' }))
    used.state.fail = null
    expect((await vault.unlock({}, none)).state).toBe('open')
  })

  it('is locked, no longer unavailable, once it answers and turns out to have a password', async () => {
    const used = setUp()
    await used.vault.create({ backend: 'keychain', password: 'a password on top' }, none)
    await used.vault.lock(undefined, none)
    used.keychain.state.fail = new LatchkeyError('keychain-unavailable', 'No bus.')
    const { vault } = setUp(used)
    expect(await vault.status(undefined, none)).toMatchObject({ state: 'unavailable', hasPassword: false })
    used.keychain.state.fail = null
    await expect(vault.unlock({}, none)).rejects.toMatchObject({ code: 'input-invalid' })
    expect(await vault.status(undefined, none)).toMatchObject({ state: 'locked', hasPassword: true })
  })

  it('does not keep the window waiting while the system asks for its password', async () => {
    const used = keychain()
    let answer: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { get } = used.kept
    used.kept.get = async (name) => {
      await asked
      return get(name)
    }
    const { vault } = setUp({ profile: withVault(madeInKeychain), keychain: used })
    const watching = new AbortController()
    const statuses = await vault.watch(undefined, { signal: watching.signal })
    const next = async () => (await statuses[Symbol.asyncIterator]().next()).value as VaultStatus
    expect(await next()).toMatchObject({ state: 'unavailable', problem: { code: 'keychain-locked' } })
    answer()
    expect(await next()).toMatchObject({ state: 'open' })
    watching.abort()
    expect(await next()).toBeUndefined()
  })
})

describe('each opening', () => {
  const cutOff = {
    id: 'k1',
    phase: 'creating' as const,
    name: 'deploy',
    type: 'ed25519' as const,
    bits: 256,
    blob: 'AAAA',
    comment: '',
    ...plainNotes,
    origin: 'generated' as const,
    createdAt: made.createdAt,
  }

  it('is finished before the answer to the unlock', async () => {
    const profile = memoryProfileStore({ vault: made, keys: [cutOff] })
    const sealed = memoryBackend('sealed-file', { exists: true })
    await sealed.kept.set('key/k1', Uint8Array.of(1))
    const { vault } = setUp({ profile, sealed })
    await vault.unlock({ password: 'correct horse' }, none)
    expect(profile.read().keys.map((key) => key.phase)).toEqual(['stored'])
    expect(await vault.secrets().get('key/k1')).toEqual(Uint8Array.of(1))
  })

  it('fails as a whole when the repair fails', async () => {
    const profile = memoryProfileStore({ vault: made, keys: [cutOff] })
    const sealed = memoryBackend('sealed-file', { exists: true })
    sealed.kept.get = () => Promise.reject(new LatchkeyError('keychain-unavailable', 'It does not answer.'))
    const { vault } = setUp({ profile, sealed })
    await expect(vault.unlock({ password: 'correct horse' }, none)).rejects.toSatisfy((error) =>
      isLatchkeyError(error, 'keychain-unavailable'),
    )
    expect((await vault.status(undefined, none)).state).toBe('unavailable')
    expect(() => vault.secrets()).toThrow('It does not answer.')
    expect(profile.read().keys).toHaveLength(1)
  })

  it('is not kept from it by one secret that is damaged: its entry stays', async () => {
    const profile = memoryProfileStore({ vault: made, keys: [cutOff] })
    const sealed = memoryBackend('sealed-file', { exists: true })
    sealed.kept.get = () => Promise.reject(new LatchkeyError('vault-damaged', 'It is damaged.'))
    const { vault } = setUp({ profile, sealed })
    await vault.unlock({ password: 'correct horse' }, none)
    expect(profile.read().keys).toMatchObject([{ id: cutOff.id, phase: 'stored' }])
  })
})

describe('the password', () => {
  const first = 'a password on top'
  const second = 'another on top of it'

  async function withPassword() {
    const used = setUp()
    await used.vault.create({ backend: 'keychain', password: first }, none)
    return used
  }

  it('can be set over a keychain that is open, changed, and removed', async () => {
    const { vault } = setUp()
    expect(await vault.create({ backend: 'keychain' }, none)).toMatchObject({ hasPassword: false })
    expect(await vault.setPassword({ next: first }, none)).toMatchObject({
      state: 'open',
      hasPassword: true,
      passwordCost: 'Argon2id, 64 KiB, 1 pass',
    })
    await vault.lock(undefined, none)
    expect(await vault.status(undefined, none)).toMatchObject({ state: 'locked', passwordCost: null })
    await expect(vault.unlock({}, none)).rejects.toMatchObject({ code: 'input-invalid' })
    await vault.unlock({ password: first }, none)

    await vault.setPassword({ current: first, next: second }, none)
    await vault.lock(undefined, none)
    await expect(vault.unlock({ password: first }, none)).rejects.toMatchObject({ code: 'password-wrong' })
    await vault.unlock({ password: second }, none)

    expect(await vault.setPassword({ current: second, next: null }, none)).toMatchObject({
      hasPassword: false,
    })
    await vault.lock(undefined, none)
    expect((await vault.unlock({}, none)).state).toBe('open')
  })

  it('is not opened by itself at a start', async () => {
    const used = await withPassword()
    await used.vault.lock(undefined, none)
    const { vault, log } = setUp(used)
    expect(await vault.status(undefined, none)).toMatchObject({ state: 'locked', hasPassword: true })
    expect(() => vault.secrets()).toThrow(expect.objectContaining({ code: 'vault-locked' }))
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it.each([
    ['is too short', { current: first, next: '1234567' }, 'password-weak'],
    ['is the same', { current: first, next: first }, 'input-invalid'],
    ['comes without the current one', { next: second }, 'input-invalid'],
    ['comes with a wrong current one', { current: 'wrong', next: second }, 'password-wrong'],
  ])('is not changed where the new one %s', async (_what, change, code) => {
    const { vault } = await withPassword()
    await expect(vault.setPassword(change, none)).rejects.toMatchObject({ code })
    await vault.lock(undefined, none)
    expect((await vault.unlock({ password: first }, none)).state).toBe('open')
  })

  it('can not be taken from a sealed file, nor changed while it is locked', async () => {
    const { vault } = setUp()
    await vault.create({ backend: 'sealed-file', password: first }, none)
    await expect(vault.setPassword({ current: first, next: null }, none)).rejects.toMatchObject({
      code: 'input-invalid',
    })
    await vault.setPassword({ current: first, next: second }, none)
    await vault.lock(undefined, none)
    await expect(vault.setPassword({ current: second, next: first }, none)).rejects.toMatchObject({
      code: 'vault-locked',
    })
    expect((await vault.unlock({ password: second }, none)).state).toBe('open')
  })

  it('is guessed slowly by way of a change too', async () => {
    const { vault, clock } = await withPassword()
    const guess = () =>
      vault.setPassword({ current: 'wrong', next: second }, none).catch((error) => error.code)
    for (let i = 0; i < 7; i++) expect(await guess()).toBe('password-wrong')
    expect(clock.sleeps).toEqual([1000, 2000])
  })
})

describe('a lock', () => {
  it('by itself says why, tells who listens first, and does nothing without a password', async () => {
    const { vault } = setUp()
    const told: string[] = []
    vault.onLock(() => told.push('locked'))
    await vault.create({ backend: 'keychain' }, none)
    await vault.lockBecause('idle')
    expect((await vault.status(undefined, none)).state).toBe('open')
    expect(told).toEqual([])

    await vault.setPassword({ next: 'a password on top' }, none)
    await vault.lockBecause('idle')
    expect(told).toEqual(['locked'])
    await vault.lockBecause('sleep')
    expect(await vault.status(undefined, none)).toMatchObject({ state: 'locked', lockedBy: 'idle' })
    expect(await vault.unlock({ password: 'a password on top' }, none)).not.toHaveProperty('lockedBy')
    expect(await vault.lock(undefined, none)).toMatchObject({ lockedBy: 'user' })
  })

  it('does not wait for a change of password that is slowed down', async () => {
    const used = { ...setUp(), clock: handClock() }
    const { clock, profile, log, presence, keychain, sealed } = used
    const secretStores = [keychain.factory, sealed.factory]
    const vault = createVault({ ports: { profile, clock, log, secretStores }, presence, cost })
    await vault.create({ backend: 'keychain', password: 'a password on top' }, none)
    const change = () => vault.setPassword({ current: 'wrong', next: 'another on top of it' }, none)
    for (let i = 0; i < 5; i++) await expect(change()).rejects.toMatchObject({ code: 'password-wrong' })
    const changing = expect(change()).rejects.toMatchObject({ code: 'cancelled' })
    await expect.poll(() => clock.waiting()).toBe(1)
    expect(await vault.lock(undefined, none)).toMatchObject({ state: 'locked', hasPassword: true })
    await changing
  })

  it('takes effect at once, also while the keychain still owes an answer', async () => {
    const { vault, keychain } = setUp()
    await vault.create({ backend: 'keychain', password: 'a password on top' }, none)
    const { get } = keychain.kept
    let answer: () => void = () => undefined
    keychain.kept.get = async (name) => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return get(name)
    }
    const told: string[] = []
    vault.onLock(() => told.push('locked'))
    const reading = vault.secrets().get('key/1')
    const locking = vault.lock(undefined, none)
    await expect.poll(() => told).toEqual(['locked'])
    expect(() => vault.secrets()).toThrow(expect.objectContaining({ code: 'vault-locked' }))
    answer()
    expect(await reading).toBeNull()
    expect(await locking).toMatchObject({ state: 'locked', lockedBy: 'user' })
  })

  it('wins over an unlock that is under way or waits', async () => {
    const { vault } = setUp({
      profile: withVault(made),
      sealed: memoryBackend('sealed-file', { exists: true }),
    })
    const unlocking = vault.unlock({ password: 'correct horse' }, none)
    const locking = vault.lockBecause('screen-lock')
    await expect(unlocking).rejects.toMatchObject({ code: 'cancelled' })
    await locking
    expect((await vault.status(undefined, none)).state).toBe('locked')
    expect((await vault.unlock({ password: 'correct horse' }, none)).state).toBe('open')
  })
})
