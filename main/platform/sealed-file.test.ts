import { createHash, randomBytes } from 'node:crypto'
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { processorMs } from '../../test/helpers/processor-time.js'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import type { ProtectedStore } from '../core/ports.js'
import { sealedFile } from './sealed-file.js'

const cheap = { memory: 64, passes: 1, lanes: 1 }
const utf8 = (text: string) => Buffer.from(text)
const password = utf8('correct horse')
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

async function use<T>(work: (store: ProtectedStore) => Promise<T>): Promise<T> {
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
      expect(await store.names()).toEqual(secrets.map(({ name }) => name))
    })
  })

  it('is written once for secrets that come together, and nothing that follows them is overtaken', async () => {
    await filledVault()
    await use(async (store) => {
      const first = store.set('key/2', utf8('two'))
      const others = [store.set('key/3', utf8('three')), store.set('key/1', utf8('one'))]
      const gone = store.delete('key/3')
      const late = store.set('key/4', utf8('four'))
      const read = store.get('key/1')
      await Promise.all([first, ...others, late])
      expect(await gone).toBe(true)
      expect(String(Buffer.from((await read) ?? []))).toBe('one')
    })
    await use(async (store) => {
      const there = await Promise.all([1, 2, 3, 4].map(async (n) => (await store.get(`key/${n}`)) !== null))
      expect(there).toEqual([true, true, false, true])
    })
  })

  it('says of every secret that came together that it could not be written', async () => {
    const store = await factory().create(password)
    await rm(path)
    const results = await Promise.allSettled(['a', 'b'].map((name) => store.set(name, secret)))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await store.close()
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
    const nonce = async () => {
      const file = await readFile(path)
      return file.subarray(file.indexOf('\n') + 1).subarray(0, 12)
    }
    const first = await nonce()
    await use((store) => store.set('key/2', Buffer.from('plain words, not to be found')))
    expect(await nonce()).not.toEqual(first)
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
    await expect(sealedFile(folder).open(utf8('wrong one'))).rejects.toMatchObject({ code: 'password-wrong' })
    clearInterval(ticking)
    expect(ticks).toBeGreaterThan(3)
  })
})

describe('the password', () => {
  it('is taken as typed: blanks and the form of accents count', async () => {
    await factory().create(utf8(' caf\u00e9 au lait'))
    for (const other of ['caf\u00e9 au lait', ' cafe\u0301 au lait', ' caf\u00e9 au lait ']) {
      await expect(factory().open(utf8(other))).rejects.toMatchObject({ code: 'password-wrong' })
    }
    await factory().open(utf8(' caf\u00e9 au lait'))
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
    await use((store) => store.setPassword(password, utf8('another horse')))
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
    { memory: 2 * 1024 * 1024 },
    { memory: 1024 * 1024, passes: 5 },
    { passes: 2 ** 31 },
    { lanes: 255 },
    { memory: 64, lanes: 16 },
    { memory: 0 },
    { memory: 1e300 },
    { name: 'argon2d' },
  ])('that asks for $memory KiB, $passes, $lanes, $name is refused before any work', async (asked) => {
    await filledVault()
    await writeFile(path, await withKdf(asked))
    const started = processorMs()
    await expect(factory().open(password)).rejects.toMatchObject({ code: 'vault-damaged' })
    expect(processorMs() - started).toBeLessThan(2000)
  })

  it('that asks for less than it was made with does not open', async () => {
    await filledVault()
    await writeFile(path, await withKdf({ memory: 8 }))
    await expect(factory().open(password)).rejects.toMatchObject({ code: 'password-wrong' })
  })

  async function withKdf(asked: Record<string, unknown>): Promise<Buffer> {
    const whole = await readFile(path)
    const end = whole.indexOf('\n')
    const header = JSON.parse(whole.subarray(0, end).toString())
    Object.assign(header.lock.kdf, asked)
    return withChecksum(Buffer.concat([Buffer.from(JSON.stringify(header)), whole.subarray(end)]))
  }
})

describe('another password', () => {
  const next = utf8('another horse')

  it('opens everything, and the old one opens no version any more', async () => {
    await filledVault()
    await use(async (store) => {
      await store.setPassword(password, next)
      expect(await store.get('key/1')).toEqual(secret)
      await store.set('key/2', utf8('later'))
    })
    for (const version of [path, `${path}.previous`]) {
      await copyFile(version, path)
      await expect(factory().open(password)).rejects.toMatchObject({ code: 'password-wrong' })
      const store = await factory().open(next)
      expect(await store.get('key/1')).toEqual(secret)
    }
  })

  it('is not set with a wrong current one, and nothing is written', async () => {
    await filledVault()
    const before = await readFile(path)
    await use(async (store) => {
      await expect(store.setPassword(utf8('wrong one'), next)).rejects.toMatchObject({
        code: 'password-wrong',
      })
      expect(await store.get('key/1')).toEqual(secret)
    })
    expect(await readFile(path)).toEqual(before)
  })

  it('gives another data key: a copy of the old file does not open the new one', async () => {
    await filledVault()
    const old = await readFile(path)
    await use((store) => store.setPassword(password, next))
    const anew = await readFile(path)
    const lockOf = (file: Buffer) => file.subarray(0, file.indexOf('\n'))
    await writeFile(path, withChecksum(Buffer.concat([lockOf(old), anew.subarray(anew.indexOf('\n'))])))
    await expect(factory().open(password)).rejects.toMatchObject({ code: 'vault-damaged' })
  })
})

describe('what a password costs', () => {
  const dear = { memory: 128, passes: 2, lanes: 1 }

  it('is raised to what this version asks when it is given, and never lowered', async () => {
    await filledVault()
    const raised = await sealedFile(folder, dear).open(password)
    expect(raised.passwordCost()).toBe('Argon2id, 128 KiB, 2 passes')
    expect(await raised.get('key/1')).toEqual(secret)
    await raised.close()
    const later = await factory().open(password)
    expect(later.passwordCost()).toBe('Argon2id, 128 KiB, 2 passes')
    expect(await later.get('key/1')).toEqual(secret)
  })

  it('leaves the file as it is where the password is wrong', async () => {
    await filledVault()
    const before = await readFile(path)
    await expect(sealedFile(folder, dear).open(utf8('wrong one'))).rejects.toMatchObject({
      code: 'password-wrong',
    })
    expect(await readFile(path)).toEqual(before)
  })
})
