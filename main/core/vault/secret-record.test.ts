import { describe, expect, it } from 'vitest'
import { memoryProfileStore, testLog } from '../../../test/helpers/memory-profile.js'
import { memorySecretStore } from '../../../test/helpers/memory-secret-store.js'
import { plainNotes } from '../../../test/helpers/plain-notes.js'
import type { ProfileStore, SecretStore } from '../ports.js'
import { reconcile } from './reconcile.js'
import { completeRecord, removeRecord, storeRecord, storeRecords } from './secret-record.js'

const secret = new TextEncoder().encode('the private half')
const record = {
  id: 'k1',
  name: 'deploy',
  type: 'ed25519' as const,
  bits: 256,
  blob: 'AAAA',
  comment: '',
  ...plainNotes,
  origin: 'generated' as const,
  createdAt: '2026-01-01T00:00:00.000Z',
}

describe('several records', () => {
  const records = ['a', 'b', 'c'].map((id) => ({ record: { ...record, id, name: id }, secret }))

  it('are stored together', async () => {
    const profile = memoryProfileStore()
    const secrets = memorySecretStore()
    const results = await storeRecords(profile, secrets, 'keys', records)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    expect(profile.read().keys.map(({ id, phase }) => [id, phase])).toEqual([
      ['a', 'stored'],
      ['b', 'stored'],
      ['c', 'stored'],
    ])
    expect(await secrets.names()).toEqual(['key/a', 'key/b', 'key/c'])
  })

  it('of which one can not be stored leave nothing of that one', async () => {
    const profile = memoryProfileStore()
    const kept = memorySecretStore()
    const tooLong = new Error('The secret is too long.')
    const secrets: SecretStore = {
      ...kept,
      set: async (name, value) => {
        if (name === 'key/b') throw tooLong
        await kept.set(name, value)
      },
    }
    const results = await storeRecords(profile, secrets, 'keys', records)
    expect(results).toMatchObject([{ status: 'fulfilled' }, { reason: tooLong }, { status: 'fulfilled' }])
    expect(profile.read().keys.map(({ id, phase }) => [id, phase])).toEqual([
      ['a', 'stored'],
      ['c', 'stored'],
    ])
    expect(await kept.names()).toEqual(['key/a', 'key/c'])
  })

  it('that the profile does not take any more are taken back', async () => {
    const profile = memoryProfileStore()
    const secrets = memorySecretStore()
    const full = new Error('The disk is full.')
    let changes = 0
    const filling: ProfileStore = {
      read: profile.read,
      update: (change) => (++changes === 2 ? Promise.reject(full) : profile.update(change)),
    }
    const results = await storeRecords(filling, secrets, 'keys', records)
    expect(results).toMatchObject(Array(3).fill({ status: 'rejected', reason: full }))
    expect(profile.read().keys).toEqual([])
    expect(await secrets.names()).toEqual([])
  })
})

describe('a record and its secret', () => {
  it('are stored and removed together', async () => {
    const profile = memoryProfileStore()
    const secrets = memorySecretStore()
    await storeRecord(profile, secrets, 'keys', record, secret)
    expect(profile.read().keys).toEqual([{ ...record, phase: 'stored' }])
    expect(await secrets.get('key/k1')).toEqual(secret)

    await removeRecord(profile, secrets, 'keys', 'k1')
    expect(profile.read().keys).toEqual([])
    expect(secrets.held()).toEqual([])
  })

  it('leave nothing behind when the secret cannot be stored', async () => {
    const profile = memoryProfileStore()
    const full = new Error('The keychain is full.')
    const secrets: SecretStore = { ...memorySecretStore(), set: () => Promise.reject(full) }
    await expect(storeRecord(profile, secrets, 'keys', record, secret)).rejects.toBe(full)
    expect(profile.read().keys).toEqual([])
  })

  it('are taken back at the next opening where that failed too', async () => {
    const profile = memoryProfileStore()
    const kept = memorySecretStore()
    const refused = new Error('The keychain is locked.')
    const secrets: SecretStore = {
      ...kept,
      set: async (name, value) => {
        await kept.set(name, value)
        throw refused
      },
      delete: () => Promise.reject(refused),
    }
    await expect(storeRecord(profile, secrets, 'keys', record, secret)).rejects.toBe(refused)
    expect(profile.read().keys).toMatchObject([{ phase: 'deleting' }])

    await reconcile(profile, kept, testLog())
    expect(profile.read().keys).toEqual([])
    expect(kept.held()).toEqual([])
  })

  it('stay as they were when the deletion of the secret is refused, until the next opening', async () => {
    const profile = memoryProfileStore()
    const kept = memorySecretStore()
    await storeRecord(profile, kept, 'keys', record, secret)
    const secrets: SecretStore = { ...kept, delete: () => Promise.reject(new Error('locked')) }
    await expect(removeRecord(profile, secrets, 'keys', 'k1')).rejects.toThrow('locked')

    await reconcile(profile, kept, testLog())
    expect(profile.read().keys).toEqual([])
    expect(kept.held()).toEqual([])
  })
})

/** Lets the first `writes` writes of both stores through and then stands still, as a killed process does. */
function cutOffAfter(writes: number, profile: ProfileStore, secrets: SecretStore) {
  const killed = new Error('killed')
  let left = writes
  const unlessKilled = <T>(work: () => Promise<T>) => (left-- > 0 ? work() : Promise.reject(killed))
  return {
    profile: { ...profile, update: (change) => unlessKilled(() => profile.update(change)) } as ProfileStore,
    secrets: {
      ...secrets,
      set: (name, value) => unlessKilled(() => secrets.set(name, value)),
      delete: (name) => unlessKilled(() => secrets.delete(name)),
    } as SecretStore,
  }
}

describe('reconcile', () => {
  it.each([
    { writes: 0, keys: 0 },
    { writes: 1, keys: 0 },
    { writes: 2, keys: 1 },
    { writes: 3, keys: 1 },
  ])('finishes a creation cut off after $writes writes', async ({ writes, keys }) => {
    const profile = memoryProfileStore()
    const secrets = memorySecretStore()
    const cut = cutOffAfter(writes, profile, secrets)
    await storeRecord(cut.profile, cut.secrets, 'keys', record, secret).catch(() => undefined)

    await reconcile(profile, secrets, testLog())
    expect(profile.read().keys).toHaveLength(keys)
    expect(profile.read().keys.every((key) => key.phase === 'stored')).toBe(true)
    expect(secrets.held()).toHaveLength(keys)
  })

  it.each([
    { writes: 0, keys: 1 },
    { writes: 1, keys: 0 },
    { writes: 2, keys: 0 },
    { writes: 3, keys: 0 },
  ])('finishes a deletion cut off after $writes writes', async ({ writes, keys }) => {
    const profile = memoryProfileStore()
    const secrets = memorySecretStore()
    await storeRecord(profile, secrets, 'keys', record, secret)
    const cut = cutOffAfter(writes, profile, secrets)
    await removeRecord(cut.profile, cut.secrets, 'keys', 'k1').catch(() => undefined)

    await reconcile(profile, secrets, testLog())
    expect(profile.read().keys).toHaveLength(keys)
    expect(secrets.held()).toHaveLength(keys)
  })

  it.each([
    { writes: 0, hasPrivate: false },
    { writes: 1, hasPrivate: false },
    { writes: 2, hasPrivate: true },
    { writes: 3, hasPrivate: true },
  ])('finishes a completion cut off after $writes writes', async ({ writes, hasPrivate }) => {
    const publicOnly = { ...record, phase: 'stored' as const, hasPrivate: false }
    const profile = memoryProfileStore({ keys: [publicOnly] })
    const secrets = memorySecretStore()
    const cut = cutOffAfter(writes, profile, secrets)
    await completeRecord(cut.profile, cut.secrets, 'k1', secret).catch(() => undefined)

    await reconcile(profile, secrets, testLog())
    expect(profile.read().keys).toEqual([{ ...publicOnly, hasPrivate }])
    expect(secrets.held()).toEqual(hasPrivate ? ['key/k1'] : [])
  })

  it('leaves an entry whose private half is missing as one that misses it, where giving it back failed', async () => {
    const lacking = { ...record, phase: 'stored' as const, hasPrivate: true }
    const profile = memoryProfileStore({ keys: [lacking] })
    const secrets: SecretStore = { ...memorySecretStore(), set: () => Promise.reject(new Error('full')) }
    await expect(completeRecord(profile, secrets, 'k1', secret)).rejects.toThrow('full')
    expect(profile.read().keys).toEqual([lacking])

    await profile.update((now) => ({ ...now, keys: [{ ...lacking, phase: 'adding' }] })) // as a crash leaves it
    await reconcile(profile, secrets, testLog())
    expect(profile.read().keys).toEqual([lacking])
  })

  it.each(['ENOSPC', 'EROFS'])(
    'is put off, not in the way, while a disk takes nothing (%s)',
    async (code) => {
      const profile = memoryProfileStore({ keys: [{ ...record, phase: 'deleting' }] })
      const full = Object.assign(new Error(code), { code, syscall: 'write' })
      const secrets = memorySecretStore()
      await secrets.set('key/k1', secret)
      await reconcile(profile, { ...secrets, delete: () => Promise.reject(full) }, testLog())
      expect(profile.read().keys).toMatchObject([{ phase: 'deleting' }])

      await reconcile(profile, secrets, testLog())
      expect(profile.read().keys).toEqual([])
      expect(secrets.held()).toEqual([])
    },
  )

  it('drops nothing when the store does not answer', async () => {
    const profile = memoryProfileStore({ keys: [{ ...record, phase: 'creating' }] })
    const secrets: SecretStore = { ...memorySecretStore(), get: () => Promise.reject(new Error('locked')) }
    await expect(reconcile(profile, secrets, testLog())).rejects.toThrow('locked')
    expect(profile.read().keys).toHaveLength(1)
  })
})
