import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/helpers/memory-profile.js'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { backupFiles } from './backup-files.js'
import { openProfileStore } from './profile-store.js'

async function setUp() {
  const directory = await tempFolder('backups')
  const clock = testClock()
  const write = (name: string, text: string) => writeFile(join(directory, name), text)
  const copies = async () => (await readdir(join(directory, 'backups')).catch(() => [])).sort()
  return { directory, clock, write, copies, files: backupFiles(directory, clock) }
}

describe('a copy of the profile', () => {
  it('holds what is there, for its owner only', async () => {
    const { directory, write, copies, files } = await setUp()
    await write('profile.json', 'profile')
    await write('vault.sealed', 'sealed')
    await files.keepCopy('password')
    const [name = ''] = await copies()
    expect(name).toBe('2026-01-01T00-00-00-000Z')
    const folder = join(directory, 'backups', name)
    expect((await readdir(folder)).sort()).toEqual(['copy.json', 'profile.json', 'vault.sealed'])
    expect(await readFile(join(folder, 'vault.sealed'), 'utf8')).toBe('sealed')
    if (process.platform === 'win32') return
    expect((await stat(folder)).mode & 0o077).toBe(0)
    expect((await stat(join(folder, 'profile.json'))).mode & 0o777).toBe(0o600)
  })

  it('is not made twice of the same, and there are ten at most', async () => {
    const { clock, write, copies, files } = await setUp()
    for (let n = 0; n < 13; n++) {
      await write('profile.json', `profile ${n}`)
      await files.keepCopy('password')
      clock.advance(1000)
      await files.keepCopy('password')
      clock.advance(1000)
    }
    const names = await copies()
    expect(names).toHaveLength(10)
    expect(names[0]).toBe('2026-01-01T00-00-06-000Z')
  })

  it('that was cut off goes with the next one', async () => {
    const { directory, write, copies, files } = await setUp()
    await mkdir(join(directory, 'backups', 'unfinished'), { recursive: true })
    await writeFile(join(directory, 'backups', 'unfinished', 'old'), 'x')
    await write('profile.json', 'profile')
    await files.keepCopy('password')
    expect(await copies()).toEqual(['2026-01-01T00-00-00-000Z'])
  })
})

it('says of each copy when, why, how much, and of what', async () => {
  const { directory, clock, write, files } = await setUp()
  await openProfileStore(directory)
  await (await openProfileStore(directory)).store.update((now) => now)
  await write('vault.sealed', 'sealed')
  await files.keepCopy('restore')
  clock.advance(1000)
  await files.setAside()
  clock.advance(1000)
  await write('profile.json', 'damaged')
  await files.keepCopy('password')
  const copies = await files.copies()
  expect(copies).toMatchObject([
    {
      at: '2026-01-01T00:00:02.000Z',
      reason: 'password',
      setAside: false,
      keys: null,
      sealed: false,
      bytes: 7,
    },
    { at: '2026-01-01T00:00:01.000Z', reason: null, setAside: true, keys: 0, sealed: true },
    { at: '2026-01-01T00:00:00.000Z', reason: 'restore', setAside: false, keys: 0, sealed: true },
  ])
  expect(copies[2]?.bytes).toBeGreaterThan(100)
  await files.deleteCopies()
  expect(await files.copies()).toMatchObject([{ setAside: true }])
})

it('a copy that can not be kept is told of as that', async () => {
  const { write, files } = await setUp()
  await write('profile.json', 'profile')
  await write('backups', 'a file where the folder should be')
  await expect(files.keepCopy('password')).rejects.toMatchObject({ code: 'file-unwritable' })
})

describe('the rescue file', () => {
  it('keeps what it held before, a version more if asked for, or none', async () => {
    const { directory, files } = await setUp()
    await files.rescue.write(Buffer.from('1'), { previous: 'replace' })
    await files.rescue.write(Buffer.from('2'), { previous: 'replace' })
    expect(await readFile(join(directory, 'rescue.age.previous'), 'utf8')).toBe('1')
    await files.rescue.write(Buffer.from('3'), { previous: 'keep' })
    expect(await readFile(join(directory, 'rescue.age.previous'), 'utf8')).toBe('1')
    await files.rescue.write(Buffer.from('4'), { previous: 'drop' })
    expect(await readdir(directory)).toEqual(['rescue.age'])
  })

  it('is removed from the copies too', async () => {
    const { directory, copies, write, files } = await setUp()
    await write('profile.json', 'profile')
    await files.rescue.write(Buffer.from('1'), { previous: 'replace' })
    await files.rescue.write(Buffer.from('2'), { previous: 'replace' })
    await files.keepCopy('password')
    await files.rescue.remove()
    expect((await readdir(directory)).sort()).toEqual(['backups', 'profile.json'])
    const [name = ''] = await copies()
    expect(await readdir(join(directory, 'backups', name))).toEqual(['copy.json', 'profile.json'])
  })
})

it('a vault that is set aside is never among the copies that go', async () => {
  const { directory, clock, write, copies, files } = await setUp()
  await write('profile.json', 'profile')
  await write('vault.sealed', 'sealed')
  await write('vault.sealed.previous', 'before')
  const folder = await files.setAside()
  expect(await readFile(join(folder, 'vault.sealed'), 'utf8')).toBe('sealed')
  expect((await readdir(directory)).sort()).toEqual(['backups', 'profile.json'])
  for (let n = 0; n < 12; n++) {
    await write('profile.json', `profile ${n}`)
    clock.advance(1000)
    await files.keepCopy('password')
  }
  expect(await copies()).toHaveLength(11)
  expect(await readFile(join(folder, 'profile.json'), 'utf8')).toBe('profile')
})
