import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runOk } from '../../test/helpers/processes.js'
import { readKeyFile } from './key-file.js'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'latchkey-key-file-'))
  await writeFile(join(dir, 'key.pem'), 'a key')
  await writeFile(join(dir, 'large.pem'), '')
  await truncate(join(dir, 'large.pem'), 5_000_000_000)
  await symlink(join(dir, 'key.pem'), join(dir, 'link.pem'))
  await symlink('/dev/zero', join(dir, 'zero.pem'))
  await mkdir(join(dir, 'folder.pem'))
  await runOk('mkfifo', [join(dir, 'pipe.pem')])
})
afterAll(() => rm(dir, { recursive: true, force: true }))

it.skipIf(process.platform === 'win32')(
  'reads a plain file, and no more of it than one byte too many',
  async () => {
    expect(Buffer.from(await readKeyFile(join(dir, 'key.pem'))).toString()).toBe('a key')
    expect(await readKeyFile(join(dir, 'large.pem'))).toHaveLength(1_000_001)
  },
)

it.skipIf(process.platform === 'win32').each([
  ['link.pem', 'link.pem is a link to another file.'],
  ['zero.pem', 'zero.pem is a link to another file.'],
  ['folder.pem', 'folder.pem is no plain file.'],
  ['pipe.pem', 'pipe.pem is no plain file.'],
  ['gone.pem', 'The file gone.pem can not be read.'],
  ['key.pem/x.pem', 'The file x.pem can not be read.'],
])('says why it does not read %s', async (name, message) => {
  await expect(readKeyFile(join(dir, name))).rejects.toMatchObject({ code: 'key-unreadable', message })
})
