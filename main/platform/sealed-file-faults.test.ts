import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import type * as passwordLock from '../core/vault/password-lock.js'
import type * as atomicFile from './atomic-file.js'
import { sealedFile } from './sealed-file.js'
import { openSealed } from './sealed-format.js'

/** Writes that are let through before one fails for good, as on a full disk; and every data key that came into memory. */
const world = vi.hoisted(() => ({ writes: Number.POSITIVE_INFINITY, keys: [] as Uint8Array[] }))

vi.mock('./atomic-file.js', async (original) => {
  const real = await original<typeof atomicFile>()
  const writeFileAtomic: typeof real.writeFileAtomic = async (...write) => {
    if (world.writes-- <= 0) throw new Error('The disk is full.')
    await real.writeFileAtomic(...write)
  }
  return { ...real, writeFileAtomic }
})

vi.mock('../core/vault/password-lock.js', async (original) => {
  const real = await original<typeof passwordLock>()
  const noted = (key: Uint8Array) => {
    world.keys.push(key)
    return key
  }
  return {
    ...real,
    newDataKey: () => noted(real.newDataKey()),
    openLock: async (...lock: Parameters<typeof real.openLock>) => noted(await real.openLock(...lock)),
  }
})

const cheap = { memory: 64, passes: 1, lanes: 1 }
const dear = { memory: 128, passes: 1, lanes: 1 }
const first = Buffer.from('correct horse')
const second = Buffer.from('another horse')
const secret = Uint8Array.from(randomBytes(48))
const keysInMemory = () => world.keys.filter((key) => key.some((byte) => byte !== 0)).length

let folder = ''
let path = ''

beforeEach(async () => {
  Object.assign(world, { writes: Number.POSITIVE_INFINITY, keys: [] })
  folder = await tempFolder('sealed-faults')
  path = join(folder, 'vault.sealed')
})

async function filled() {
  const store = await sealedFile(folder, cheap).create(first)
  await store.set('key/1', secret)
  return store
}

describe('where the disk fails', () => {
  it('after the new password is in the file, the store goes on with it and says so', async () => {
    const store = await filled()
    world.writes = 1
    await expect(store.setPassword(first, second)).rejects.toMatchObject({
      message: expect.stringContaining('The password was changed'),
    })
    world.writes = Number.POSITIVE_INFINITY
    expect(await store.get('key/1')).toEqual(secret)
    await store.setPassword(second, first)
    await store.close()
    expect(await (await sealedFile(folder, cheap).open(first)).get('key/1')).toEqual(secret)
  })

  it('before the new password is in the file, the old one stays', async () => {
    const store = await filled()
    world.writes = 0
    await expect(store.setPassword(first, second)).rejects.toThrow('The disk is full.')
    expect(await store.get('key/1')).toEqual(secret)
    await expect(sealedFile(folder, cheap).open(second)).rejects.toMatchObject({ code: 'password-wrong' })
  })

  it('in the middle of a deletion, the next try takes the secret out of the previous version too', async () => {
    const store = await filled()
    await store.set('key/2', secret)
    world.writes = 1
    await expect(store.delete('key/1')).rejects.toThrow('The disk is full.')
    world.writes = Number.POSITIVE_INFINITY
    expect(await store.delete('key/1')).toBe(false)
    const { plain } = await openSealed(await readFile(`${path}.previous`), first)
    expect(plain.includes('key/2')).toBe(true)
    expect(plain.includes('key/1')).toBe(false)
  })
})

describe('the data key is wiped', () => {
  it('where a new vault can not be written', async () => {
    world.writes = 0
    await expect(sealedFile(folder, cheap).create(first)).rejects.toThrow('The disk is full.')
    expect(world.keys).not.toEqual([])
    expect(keysInMemory()).toBe(0)
  })

  it('where another password can not be written', async () => {
    const store = await filled()
    world.writes = 0
    await expect(store.setPassword(first, second)).rejects.toThrow('The disk is full.')
    expect(keysInMemory()).toBe(1)
    await store.close()
    expect(keysInMemory()).toBe(0)
  })

  it('once the file is sealed anew for being weaker than today’s, and where that fails', async () => {
    await (await filled()).close()
    world.writes = 0
    await expect(sealedFile(folder, dear).open(first)).rejects.toThrow('The disk is full.')
    expect(keysInMemory()).toBe(0)
    world.writes = Number.POSITIVE_INFINITY
    const store = await sealedFile(folder, dear).open(first)
    expect(keysInMemory()).toBe(1)
    await store.close()
    expect(keysInMemory()).toBe(0)
  })
})
