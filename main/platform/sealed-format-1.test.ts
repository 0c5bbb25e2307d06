import { createHash } from 'node:crypto'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { secretOf } from '../../test/helpers/crash-scenarios.js'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { sealedFile } from './sealed-file.js'

/** Made by the last Latchkey that wrote version 1, with scrypt at N = 2^14. */
const fixture = join(import.meta.dirname, '../../test/vectors/vault-version-1.sealed')
const password = Buffer.from('correct horse battery')
const cost = { memory: 64, passes: 1, lanes: 1 }

let path = ''
const open = (given: Uint8Array) => sealedFile(join(path, '..'), cost).open(given)

beforeEach(async () => {
  path = join(await tempFolder('sealed-1'), 'vault.sealed')
  await copyFile(fixture, path)
})

describe('a sealed file of version 1', () => {
  it('opens with its password, and is one of version 2 from then on, in both its versions', async () => {
    for (const given of [path, path, `${path}.previous`]) {
      if (given !== path) await copyFile(given, path)
      const store = await open(password)
      expect(await store.get('key/kept')).toEqual(secretOf('kept'))
      expect(await store.get('key/k2')).toEqual(secretOf('k2', 48))
      expect(Buffer.from((await store.get('account/a1')) ?? []).toString()).toBe(
        '{"secretKey":"the cloud\'s"}',
      )
      expect(await readFile(path, 'latin1')).toMatch(/^\{"format":"latchkey-sealed-file","version":2,"lock":/)
      await store.close()
    }
  })

  it('stays as it is when the password is wrong', async () => {
    await expect(open(Buffer.from('wrong'))).rejects.toMatchObject({ code: 'password-wrong' })
    expect(await readFile(path)).toEqual(await readFile(fixture))
  })

  it.each([10, 150, 300, 1000, 6370])(
    'with a bit turned at byte %i is damaged, and stays as it is',
    async (at) => {
      const file = await readFile(path)
      file.writeUInt8(file.readUInt8(at) ^ 1, at)
      await writeFile(path, file)
      await expect(open(password)).rejects.toMatchObject({ code: 'vault-damaged' })
      await writeFile(path, withChecksum(file))
      await expect(open(password)).rejects.toMatchObject({ code: expect.stringMatching(/damaged|wrong/) })
      expect(await readFile(path)).toEqual(withChecksum(file))
    },
  )

  it.each([
    { N: 2 ** 20, r: 8, p: 1 },
    { N: 2 ** 14, r: 2 ** 20, p: 1 },
    { N: 2 ** 14, r: 8, p: 1_000_000 },
    { N: 2 ** 14 + 1, r: 8, p: 1 },
    { N: 2, r: 8, p: 1 },
  ])('that asks for $N, $r, $p is refused before any work', async (asked) => {
    const whole = await readFile(path)
    const end = whole.indexOf('\n')
    const header = JSON.parse(whole.subarray(0, end).toString())
    const line = JSON.stringify({ ...header, kdf: { ...header.kdf, ...asked } })
    await writeFile(path, withChecksum(Buffer.concat([Buffer.from(line), whole.subarray(end)])))
    await expect(open(password)).rejects.toMatchObject({ code: 'vault-damaged' })
  })
})

/** Puts the right checksum at the end, as somebody who tampers would. */
function withChecksum(file: Buffer): Buffer {
  const content = file.subarray(0, -32)
  return Buffer.concat([content, createHash('sha256').update(content).digest()])
}
