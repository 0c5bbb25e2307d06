import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
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

const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe.skipIf(process.platform === 'win32')('rights that are too wide', () => {
  it('of the folder are an error, and nothing is changed', async () => {
    const directory = await tempFolder('paths')
    const profile = join(directory, 'profile.json')
    await writeFile(profile, '{}')
    await chmod(profile, 0o644)
    await chmod(directory, 0o770)
    await expect(ensureProfileDirectory(directory)).rejects.toMatchObject({
      info: {
        code: 'input-invalid',
        message: `Other users of this computer can change the profile folder ${directory}.`,
      },
    })
    expect(await modeOf(directory)).toBe(0o770)
    expect(await modeOf(profile)).toBe(0o644)
  })

  it("of Latchkey's files are taken back, and other files are left alone", async () => {
    const directory = await tempFolder('paths')
    const names = ['profile.json', 'profile.json.previous', 'known_hosts', 'vault.sealed', 'activity.jsonl']
    const ours = names.map((name) => join(directory, name))
    const other = join(directory, 'notes.txt')
    for (const path of [...ours, other]) {
      await writeFile(path, '')
      await chmod(path, 0o664)
    }
    await mkdir(join(directory, 'profiles'), { mode: 0o755 })
    await chmod(directory, 0o755)
    await ensureProfileDirectory(directory)
    expect(await Promise.all(ours.map(modeOf))).toEqual(ours.map(() => 0o600))
    expect(await modeOf(other)).toBe(0o664)
    expect(await modeOf(join(directory, 'profiles'))).toBe(0o755)
  })

  it('of a file that goes away meanwhile, as those of a Latchkey at work do, are nobody’s concern', async () => {
    const directory = await tempFolder('paths')
    await chmod(directory, 0o755)
    await symlink(join(directory, 'gone'), join(directory, 'profile.json.0123456789ab.tmp'))
    await ensureProfileDirectory(directory)
  })
})
