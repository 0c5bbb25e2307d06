import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { keepAsPrevious, writeFileAtomic } from './atomic-file.js'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await tempFolder('atomic')
  path = join(folder, 'file')
})

it('writes a file that only its owner can read, and leaves nothing beside it', async () => {
  await writeFileAtomic(path, 'one')
  expect(await readFile(path, 'utf8')).toBe('one')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['file'])
})

it('keeps the version before where asked', async () => {
  await writeFileAtomic(path, 'one', { keepPrevious: true })
  expect(await readdir(folder)).toEqual(['file'])
  await writeFileAtomic(path, 'two', { keepPrevious: true })
  await writeFileAtomic(path, 'three', { keepPrevious: true })
  expect(await readFile(path, 'utf8')).toBe('three')
  expect(await readFile(`${path}.previous`, 'utf8')).toBe('two')
  expect(await readdir(folder)).toEqual(['file', 'file.previous'])
})

it('goes on after a crash between keeping and replacing', async () => {
  await writeFileAtomic(path, 'one')
  await keepAsPrevious(path)
  await writeFileAtomic(path, 'two', { keepPrevious: true })
  expect(await readFile(`${path}.previous`, 'utf8')).toBe('one')
  expect(await readdir(folder)).toEqual(['file', 'file.previous'])
})

it('removes what a crash left of its own, and nothing else', async () => {
  await writeFile(join(folder, 'file.0123456789ab.tmp'), 'half')
  await writeFile(join(folder, 'file2.0123456789ab.tmp'), "another file's")
  await writeFile(join(folder, 'file.backup.tmp'), "the user's")
  await writeFileAtomic(path, 'one')
  expect(await readdir(folder)).toEqual(['file', 'file.backup.tmp', 'file2.0123456789ab.tmp'])
})

it('says what the system says when it cannot write, and leaves the file as it was', async () => {
  await writeFileAtomic(path, 'one')
  await expect(writeFileAtomic(join(path, 'below'), 'x')).rejects.toMatchObject({ code: 'ENOTDIR' })
  expect(await readFile(path, 'utf8')).toBe('one')
})
