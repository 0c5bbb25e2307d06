import { beforeEach, describe, expect, it } from 'vitest'
import { memoryBackend } from '../../../test/helpers/memory-backend.js'
import type { PlainStoreFactory } from '../ports.js'
import { passwordLayer } from './password-layer.js'

const cheap = { memory: 64, passes: 1, lanes: 1 }
const utf8 = (text: string) => new TextEncoder().encode(text)
const first = utf8('correct horse')
const second = utf8('another horse')
const names = ['key/1', 'key/2', 'account/1', 'key/gone']
const secret = (name: string) => utf8(`the secret of ${name}`)

let backend = memoryBackend('keychain')
const layer = (cost = cheap) =>
  passwordLayer(backend.factory as PlainStoreFactory, { names: () => names, cost })
const raw = async (name: string) => Buffer.from((await backend.kept.get(name)) ?? [])

/** A store with three secrets, and with a password if one is given. */
async function filled(password: Uint8Array | null) {
  backend = memoryBackend('keychain')
  const store = await layer().create(null)
  for (const name of names.slice(0, 3)) await store.set(name, secret(name))
  if (password !== null) await store.setPassword(null, password)
  return store
}

async function expectAllThere(password: Uint8Array | null) {
  const store = await layer().open(password)
  for (const name of names.slice(0, 3))
    expect(Buffer.from((await store.get(name)) ?? [])).toEqual(Buffer.from(secret(name)))
  expect(await store.get('key/gone')).toBeNull()
  await store.close()
}

beforeEach(() => filled(null))

describe('a password over a keychain', () => {
  it('hides every secret, and is needed from then on', async () => {
    await filled(first)
    for (const name of names) expect((await raw(name)).includes('the secret')).toBe(false)
    expect(await layer().hasPassword()).toBe(true)
    await expect(layer().open(null)).rejects.toMatchObject({ code: 'vault-locked' })
    await expect(layer().open(second)).rejects.toMatchObject({ code: 'password-wrong' })
    await expectAllThere(first)
  })

  it('is changed by writing the lock alone', async () => {
    const store = await filled(first)
    const before = await Promise.all(names.map(raw))
    await store.setPassword(first, second)
    expect(await Promise.all(names.map(raw))).toEqual(before)
    await expect(layer().open(first)).rejects.toMatchObject({ code: 'password-wrong' })
    await expectAllThere(second)
  })

  it('is removed with nothing left of it', async () => {
    const store = await filled(first)
    await store.setPassword(first, null)
    expect(store.passwordCost()).toBeNull()
    expect(backend.kept.held()).toEqual(['account/1', 'key/1', 'key/2'])
    await expectAllThere(null)
  })

  it('covers secrets that belong to no record, on the way in and out', async () => {
    await backend.kept.set('key/orphan', utf8('nobody knows me'))
    const store = await layer().open(null)
    await store.setPassword(null, first)
    expect((await raw('key/orphan')).includes('nobody')).toBe(false)
    expect(Buffer.from((await store.get('key/orphan')) ?? []).toString()).toBe('nobody knows me')
    expect(await store.names()).toEqual(['account/1', 'key/1', 'key/2', 'key/orphan'])
    await store.setPassword(first, null)
    expect((await raw('key/orphan')).toString()).toBe('nobody knows me')
  })

  it('is not removed while a secret is damaged, and the vault opens with it as before', async () => {
    const store = await filled(first)
    await backend.kept.set('key/2', await raw('key/1'))
    await expect(store.setPassword(first, null)).rejects.toMatchObject({ code: 'vault-damaged' })
    await store.close()
    const again = await layer().open(first)
    expect(Buffer.from((await again.get('key/1')) ?? []).toString()).toBe('the secret of key/1')
    expect((await raw('key/1')).includes('the secret')).toBe(false)
  })

  it('is neither changed nor removed with a wrong one', async () => {
    const store = await filled(first)
    for (const next of [second, null])
      await expect(store.setPassword(utf8('wrong one'), next)).rejects.toMatchObject({
        code: 'password-wrong',
      })
    await expectAllThere(first)
  })

  it('is raised to what this version asks when it is given', async () => {
    await filled(first)
    const dear = { memory: 128, passes: 2, lanes: 1 }
    const raised = await layer(dear).open(first)
    expect(raised.passwordCost()).toBe('Argon2id, 128 KiB, 2 passes')
    expect((await layer().open(first)).passwordCost()).toBe('Argon2id, 128 KiB, 2 passes')
    await expectAllThere(first)
  })

  it('leaves no way to a secret once it is closed', async () => {
    const store = await filled(first)
    await store.close()
    await expect(store.get('key/1')).rejects.toMatchObject({ code: 'vault-locked' })
    await expect(store.set('key/1', secret('key/1'))).rejects.toMatchObject({ code: 'vault-locked' })
    await expect(store.setPassword(first, second)).rejects.toMatchObject({ code: 'vault-locked' })
  })
})

describe('what is read on the way of a change', () => {
  /** Every buffer that the keychain hands over from now on. */
  function handedOver() {
    const { kept } = backend
    const { get } = kept
    const all: Uint8Array[] = []
    kept.get = async (name) => {
      const bytes = await get(name)
      if (bytes !== null && name !== 'lock') all.push(bytes)
      return bytes
    }
    return all
  }
  const wiped = (buffers: Uint8Array[]) => buffers.map((bytes) => bytes.every((byte) => byte === 0))

  it('is wiped where a secret does not open', async () => {
    const store = await filled(first)
    await backend.kept.set('key/2', await raw('key/1'))
    const read = handedOver()
    await expect(store.setPassword(first, null)).rejects.toMatchObject({ code: 'vault-damaged' })
    expect(wiped(read)).toEqual([true, true, true])
  })

  it('is wiped where there is nothing to change about it', async () => {
    const store = await filled(first)
    await backend.kept.set('key/1', secret('key/1'))
    const read = handedOver()
    await store.setPassword(first, null)
    expect(wiped(read)).toEqual(Array(6).fill(true))
  })
})

describe('what somebody else wrote', () => {
  it('a secret without protection is refused, and so is one under another name', async () => {
    await filled(first)
    const sealed = await raw('key/2')
    await backend.kept.set('key/1', secret('key/1'))
    const store = await layer().open(first)
    await expect(store.get('key/1')).rejects.toMatchObject({ code: 'vault-damaged' })
    await backend.kept.set('key/1', sealed)
    await expect(store.get('key/1')).rejects.toMatchObject({ code: 'vault-damaged' })
  })

  it('a lock that is gone, damaged or asks for too much is said, never taken for none', async () => {
    await filled(first)
    const lock = await raw('lock')
    await backend.kept.delete('lock')
    const store = await layer().open(null)
    await expect(store.get('key/1')).rejects.toMatchObject({ code: 'vault-damaged' })

    lock.writeUInt8(lock.readUInt8(60) ^ 1, 60)
    await backend.kept.set('lock', lock)
    await expect(layer().open(first)).rejects.toMatchObject({ code: 'vault-damaged' })
    await expect(layer().open(null)).rejects.toMatchObject({ code: 'vault-damaged' })
  })

  it('a lock made to look as if the password were being removed does not open', async () => {
    await filled(first)
    const lock = await raw('lock')
    const { encodeLockItem, decodeLockItem } = await import('./lock-item.js')
    await backend.kept.set('lock', encodeLockItem({ ...decodeLockItem(lock), phase: 'opening' }))
    await expect(layer().open(first)).rejects.toMatchObject({ code: 'password-wrong' })
    expect((await raw('key/1')).includes('the secret')).toBe(false)
  })
})

describe('cut off in the middle', () => {
  /** Lets `writes` writes through and then fails for good. */
  function cutAfter(writes: number) {
    const { kept } = backend
    const { set, delete: remove } = kept
    let left = writes
    const orCut = <T>(work: () => Promise<T>) => (left-- > 0 ? work() : Promise.reject(new Error('cut off')))
    kept.set = (name, value) => orCut(() => set(name, value))
    kept.delete = (name) => orCut(() => remove(name))
    return () => Object.assign(kept, { set, delete: remove })
  }

  it.each([0, 1, 2, 3, 4])('setting goes on at the next opening: %i writes', async (writes) => {
    const store = await filled(null)
    const mend = cutAfter(writes)
    await expect(store.setPassword(null, first)).rejects.toThrow('cut off')
    mend()
    if (writes > 0) await expect(layer().open(null)).rejects.toMatchObject({ code: 'vault-locked' })
    await expectAllThere(writes > 0 ? first : null)
    if (writes > 0) for (const name of names) expect((await raw(name)).includes('the secret')).toBe(false)
  })

  it.each([0, 1, 2, 3, 4])('removing goes on at the next opening: %i writes', async (writes) => {
    const store = await filled(first)
    const mend = cutAfter(writes)
    await expect(store.setPassword(first, null)).rejects.toThrow('cut off')
    mend()
    await expectAllThere(first)
    await (writes > 0
      ? expectAllThere(null)
      : expect(layer().open(null)).rejects.toMatchObject({ code: 'vault-locked' }))
  })

  it('the store that is open goes on being of use, and a second try succeeds', async () => {
    const store = await filled(null)
    const mend = cutAfter(2)
    await expect(store.setPassword(null, first)).rejects.toThrow('cut off')
    mend()
    for (const name of names.slice(0, 3))
      expect(Buffer.from((await store.get(name)) ?? [])).toEqual(Buffer.from(secret(name)))
    await store.setPassword(first, second)
    await expectAllThere(second)
  })
})
