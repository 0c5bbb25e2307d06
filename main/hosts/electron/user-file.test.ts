import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readUserFile } from './user-file.js'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-user-file-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

it('reads a key file whole, also by a link', async () => {
  await writeFile(join(dir, 'id_ed25519'), 'a key')
  await symlink(join(dir, 'id_ed25519'), join(dir, 'link'))
  expect(Buffer.from(await readUserFile(join(dir, 'link'))).toString()).toBe('a key')
})

it('reads no more of a huge file than shows that it is too large', async () => {
  await writeFile(join(dir, 'disk.img'), '')
  await truncate(join(dir, 'disk.img'), 50 * 1024 ** 3)
  expect(await readUserFile(join(dir, 'disk.img'))).toHaveLength(1_000_001)
})

it.each(['.', '/dev/zero', 'not-there'])('refuses %s', async (name) => {
  await expect(readUserFile(name.startsWith('/') ? name : join(dir, name))).rejects.toThrow()
})
