import { createHash, randomBytes } from 'node:crypto'
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import type { SecretStore } from '../core/ports.js'
import { sealedFile } from './sealed-file.js'

const cheap = { N: 2 ** 14, r: 8, p: 1 }
const password = 'correct horse'
const secret = Uint8Array.from(randomBytes(2374))

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await tempFolder('sealed')
  path = join(folder, 'vault.sealed')
})

const factory = () => sealedFile(folder, cheap)

/** A vault with one secret, closed. */
async function filledVault(): Promise<void> {
  const store = await factory().create(password)
  await store.set('key/1', secret)
  await store.close()
}

async function use<T>(work: (store: SecretStore) => Promise<T>): Promise<T> {
  const store = await factory().open(password)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

describe('a sealed file', () => {
  it('keeps secrets of every size and name for the next opening', async () => {
    const secrets = [0, 1, 32, 2374, 100_000].map((size) => ({
      name: `key/${size} ключ`,
      value: Uint8Array.from(randomBytes(size)),
    }))
    const made = await factory().create(password)
    for (const { name, value } of secrets) await made.set(name, value)
    await made.close()
    await use(async (store) => {
      for (const { name, value } of secrets) expect(await store.get(name)).toEqual(value)
      expect(await store.get('key/other')).toBeNull()
    })
  })

  it('hands out a copy of its own each time', async () => {
    await filledVault()
    await use(async (store) => {
      const first = await store.get('key/1')
      first?.fill(0)
      expect(await store.get('key/1')).toEqual(secret)
    })
  })

  it('does not mix up changes that are made at once', async () => {
    await filledVault()
    const names = Array.from({ length: 8 }, (_, i) => `key/at once ${i}`)
    await use((store) => Promise.all(names.map((name) => store.set(name, Buffer.from(name)))))
    await use(async (store) => {
      for (const name of names) expect(await store.get(name)).toEqual(Uint8Array.from(Buffer.from(name)))
    })
  })

  it('holds a deleted secret in no version any more', async () => {
    await filledVault()
    await use(async (store) => {
      expect(await store.delete('key/1')).toBe(true)
      expect(await store.delete('key/1')).toBe(false)
    })
    await rename(`${path}.previous`, path)
    expect(await use((store) => store.get('key/1'))).toBeNull()
  })

  it('uses a nonce once, and shows neither secrets nor names', async () => {
    await filledVault()
    const nonce = async () => JSON.parse((await readFile(path, 'latin1')).split('\n')[0] ?? '').cipher.nonce
    const first = await nonce()
    await use((store) => store.set('key/2', Buffer.from('plain words, not to be found')))
    expect(await nonce()).not.toBe(first)
    for (const name of await readdir(folder)) {
      const content = await readFile(join(folder, name))
      expect(content.includes('plain words')).toBe(false)
      expect(content.includes('key/2')).toBe(false)
      expect(content.includes(password)).toBe(false)
    }
  })

  it('can be used no more once it is closed', async () => {
    const store = await factory().create(password)
    await store.close()
    await expect(store.get('key/1')).rejects.toMatchObject({ code: 'vault-locked' })
    await expect(store.set('key/1', secret)).rejects.toMatchObject({ code: 'vault-locked' })
  })

  it('leaves the main thread free while a password is tried', async () => {
    await sealedFile(folder).create(password)
    let ticks = 0
    const ticking = setInterval(() => ticks++, 5)
    await expect(sealedFile(folder).open('wrong one')).rejects.toMatchObject({ code: 'password-wrong' })
    clearInterval(ticking)
    expect(ticks).toBeGreaterThan(3)
  })
})

describe('the password', () => {
  it('has at least 8 characters, counted as people count them', async () => {
    await expect(factory().create('1234567')).rejects.toMatchObject({ code: 'password-weak' })
    await expect(factory().create('🔑🔑🔑🔑')).rejects.toMatchObject({ code: 'password-weak' })
    await expect(factory().create()).rejects.toMatchObject({ code: 'password-weak' })
    expect(await readdir(folder)).toEqual([])
    await factory().create('12345678')
  })

  it('is taken as typed: blanks and the form of accents count', async () => {
    await factory().create(' caf\u00e9 au lait')
    for (const other of ['caf\u00e9 au lait', ' cafe\u0301 au lait', ' caf\u00e9 au lait ']) {
      await expect(factory().open(other)).rejects.toMatchObject({ code: 'password-wrong' })
    }
    await factory().open(' caf\u00e9 au lait')
  })
})

describe('a vault that is there', () => {
  it('is never replaced by a new one, not even by its previous version alone', async () => {
    await filledVault()
    const before = await readFile(path)
    await expect(factory().create(password)).rejects.toMatchObject({ code: 'vault-exists' })
    expect(await readFile(path)).toEqual(before)
    await rm(path)
    await expect(factory().create(password)).rejects.toMatchObject({ code: 'vault-exists' })
  })

  it('is missed by name, with the previous version pointed out', async () => {
    await expect(factory().open(password)).rejects.toMatchObject({ code: 'vault-missing' })
    await filledVault()
    await rm(path)
    const error = await factory()
      .open(password)
      .catch((thrown) => thrown)
    expect(error.code).toBe('vault-missing')
    expect(error.info.advice).toContain('rename vault.sealed.previous')
  })
})

/** Positions all over the file: every other one of the header's, fewer after it, and the last ones. */
function positions(length: number): number[] {
  return Array.from({ length }, (_, i) => i).filter(
    (i) => (i < 350 ? i % 2 === 0 : i % 47 === 0) || i > length - 20,
  )
}

/** Puts the right checksum at the end, as somebody who tampers would. */
function withChecksum(file: Buffer): Buffer {
  const content = file.subarray(0, -32)
  return Buffer.concat([content, createHash('sha256').update(content).digest()])
}

describe('a damaged file', () => {
  it('is told from a wrong password, wherever the damage is, and stays as it is', {
    timeout: 60_000,
  }, async () => {
    await filledVault()
    const whole = await readFile(path)
    for (const at of positions(whole.length)) {
      const damaged = Buffer.from(whole)
      damaged.writeUInt8((whole[at] ?? 0) ^ 0x01, at)
      await writeFile(path, damaged)
      await expect(factory().open(password), `byte ${at}`).rejects.toMatchObject({ code: 'vault-damaged' })
      expect(await readFile(path)).toEqual(damaged)
    }
  })

  it.each([0, 1, 31, 32, 100, 300, 400])('is found when it is cut to %i bytes', async (length) => {
    await filledVault()
    await writeFile(path, (await readFile(path)).subarray(0, length))
    await expect(factory().open(password)).rejects.toMatchObject({ code: 'vault-damaged' })
  })

  it('opens at no byte when its checksum was made to fit', { timeout: 60_000 }, async () => {
    await filledVault()
    const whole = await readFile(path)
    for (const at of positions(whole.length - 32).filter((i) => i % 10 === 0)) {
      const tampered = Buffer.from(whole)
      tampered.writeUInt8((whole[at] ?? 0) ^ 0x01, at)
      await writeFile(path, withChecksum(tampered))
      const error = await factory()
        .open(password)
        .catch((thrown) => thrown)
      expect(['vault-damaged', 'password-wrong'], `byte ${at}`).toContain(error.code)
    }
  })

  it('keeps its header and content together: parts of two versions make no third', async () => {
    await filledVault()
    const older = await readFile(path)
    await use((store) => store.set('key/1', Uint8Array.from(randomBytes(2374))))
    const newer = await readFile(path)
    const mixed = Buffer.concat([older.subarray(0, older.indexOf('\n')), newer.subarray(newer.indexOf('\n'))])
    await writeFile(path, withChecksum(mixed))
    await expect(factory().open(password)).rejects.toMatchObject({ code: 'vault-damaged' })
  })

  it('found while the vault is open is reported and not overwritten', async () => {
    await filledVault()
    const store = await factory().open(password)
    await writeFile(path, 'something else')
    await expect(store.set('key/2', secret)).rejects.toMatchObject({ code: 'vault-damaged' })
    await expect(store.delete('key/1')).rejects.toMatchObject({ code: 'vault-damaged' })
    expect(await readFile(path, 'utf8')).toBe('something else')
  })

  it('names the previous version, which can be opened once it is renamed', async () => {
    await filledVault()
    await use((store) => store.set('key/2', secret))
    await writeFile(path, 'something else')
    const error = await factory()
      .open(password)
      .catch((thrown) => thrown)
    expect(error.info.advice).toContain('rename vault.sealed.previous')
    await rename(`${path}.previous`, path)
    expect(await use((store) => store.get('key/1'))).toEqual(secret)
  })

  it('names no previous version that is damaged as well', async () => {
    await filledVault()
    await writeFile(path, 'something else')
    await copyFile(path, `${path}.previous`)
    const error = await factory()
      .open(password)
      .catch((thrown) => thrown)
    expect(error.info.advice).not.toContain('rename')
  })

  it.each([
    { N: 2 ** 20, r: 8, p: 1 },
    { N: 2 ** 14, r: 2 ** 20, p: 1 },
    { N: 2 ** 14, r: 8, p: 1_000_000 },
    { N: 2 ** 14 + 1, r: 8, p: 1 },
    { N: 2, r: 8, p: 1 },
  ])('that asks for $N, $r, $p is refused before any work', async (asked) => {
    await filledVault()
    const whole = await readFile(path)
    const end = whole.indexOf('\n')
    const header = JSON.parse(whole.subarray(0, end).toString())
    const line = JSON.stringify({ ...header, kdf: { ...header.kdf, ...asked } })
    await writeFile(path, withChecksum(Buffer.concat([Buffer.from(line), whole.subarray(end)])))
    await expect(factory().open(password)).rejects.toMatchObject({ code: 'vault-damaged' })
  })
})
