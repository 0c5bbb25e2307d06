import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testLog } from '../../test/helpers/memory-profile.js'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { documentFolder } from './document-folder.js'

async function setUp() {
  const path = join(await tempFolder('documents'), 'inventory')
  const log = testLog()
  return { path, log, folder: documentFolder(path, log), again: () => documentFolder(path, log) }
}

it('keeps each document by itself, for this user alone', async () => {
  const { path, folder, again } = await setUp()
  expect(await folder.names()).toEqual([])
  expect(await folder.read('a')).toBeNull()
  await Promise.all([folder.write('a', { n: 1 }), folder.write('b', { n: 2 }), folder.write('a', { n: 3 })])
  expect((await again().names()).sort()).toEqual(['a', 'b'])
  expect([await again().read('a'), await again().read('b')]).toEqual([{ n: 3 }, { n: 2 }])
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o700)
})

it('reads the others where one can not be read', async () => {
  const { path, log, folder } = await setUp()
  await Promise.all([folder.write('a', 1), folder.write('b', 2)])
  await writeFile(join(path, 'a.json'), '{')
  expect([await folder.read('a'), await folder.read('b')]).toEqual([null, 2])
  expect(log.lines).toMatchObject([{ event: 'document.unreadable' }])
})

it('leaves nothing of a document that it removes, what a crash left of it included', async () => {
  const { path, folder } = await setUp()
  await folder.remove('a')
  await Promise.all([folder.write('a', 1), folder.write('b', 2)])
  await writeFile(join(path, 'a.json.0123456789ab.tmp'), 'half')
  await Promise.all([folder.write('a', 3), folder.remove('a')])
  expect(await readdir(path)).toEqual(['b.json'])
})

it('writes nowhere else', async () => {
  const { folder } = await setUp()
  await expect(async () => folder.write('../a', 1)).rejects.toThrow('Not the name')
})
