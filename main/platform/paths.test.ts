import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { ensureProfileDirectory, profileDirectory } from './paths.js'

it.each([
  { args: ['--profile', '/a'], env: { LATCHKEY_PROFILE: '/b' }, directory: '/a' },
  { args: ['--open', '--profile=/a'], env: {}, directory: '/a' },
  { args: ['--open'], env: { LATCHKEY_PROFILE: '/b' }, directory: '/b' },
  { args: ['--profile=here'], env: {}, directory: resolve('here') },
])('$args with $env is $directory', ({ args, env, directory }) => {
  expect(profileDirectory(args, env)).toBe(resolve(directory))
})

it("is in the system's place for a program's data where nothing is said", () => {
  expect(profileDirectory([], {})).toMatch(/latchkey/)
})

it('is made for its owner only', async () => {
  const directory = join(await tempFolder('paths'), 'deep', 'profile')
  await ensureProfileDirectory(directory)
  expect((await stat(directory)).mode & 0o777).toBe(0o700)
  await ensureProfileDirectory(directory)
})
