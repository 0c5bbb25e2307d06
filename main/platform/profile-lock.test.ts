import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { lockProfile } from './profile-lock.js'

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await tempFolder('lock')
  path = join(folder, 'profile.lock')
})

it('lets one in at a time', async () => {
  const lock = await lockProfile(folder)
  await expect(lockProfile(folder)).rejects.toMatchObject({
    code: 'profile-in-use',
    message: expect.stringContaining(String(process.pid)),
  })
  await lock.release()
  expect(await readdir(folder)).toEqual([])
  await (await lockProfile(folder)).release()
})

it('lets exactly one of many in', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockProfile(folder)))
  expect(tries.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1)
})

it('takes over from a process that has ended', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  await writeFile(path, JSON.stringify({ pid: child.pid, started: '' }))
  await lockProfile(folder)
  expect(JSON.parse(await readFile(path, 'utf8')).pid).toBe(process.pid)
})

it.skipIf(process.platform !== 'linux')(
  'takes over from a process whose number another has now',
  async () => {
    await writeFile(path, JSON.stringify({ pid: process.ppid, started: '1' }))
    await lockProfile(folder)
    expect(JSON.parse(await readFile(path, 'utf8')).pid).toBe(process.pid)
  },
)

it('takes over from what is no lock', async () => {
  await writeFile(path, 'half')
  await lockProfile(folder)
  expect(JSON.parse(await readFile(path, 'utf8')).pid).toBe(process.pid)
})
