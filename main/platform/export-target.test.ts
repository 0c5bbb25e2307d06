import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tempFolder } from '../../test/helpers/temp-folder.js'
import { isLatchkeyError, type LatchkeyError } from '../core/lib/error.js'
import { exportTarget } from './export-target.js'

const content = Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\n')
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

async function newHome() {
  const home = await tempFolder('export')
  return { home, target: exportTarget(home, {}) }
}

async function refusal(promise: Promise<unknown>): Promise<LatchkeyError> {
  const error = await promise.then(
    () => new Error('it was written'),
    (thrown) => thrown,
  )
  if (isLatchkeyError(error)) return error
  throw error
}

describe('the folders offered', () => {
  it('are the SSH folder, Downloads and home', async () => {
    const { home, target } = await newHome()
    await mkdir(join(home, 'Downloads'))
    expect(target.folders()).toEqual([
      { id: 'ssh', path: join(home, '.ssh') },
      { id: 'downloads', path: join(home, 'Downloads') },
      { id: 'home', path: home },
    ])
  })

  it('leave out Downloads where there is none', async () => {
    const { target } = await newHome()
    expect(target.folders().map(({ id }) => id)).toEqual(['ssh', 'home'])
    expect(await refusal(target.write('downloads', 'id', content))).toMatchObject({ code: 'file-unwritable' })
  })

  it.each([
    ['a name in the user’s language', '$HOME/Загрузки', 'Загрузки'],
    ['a folder below another', '$HOME/files/in', 'files/in'],
  ])('know %s from the desktop’s own notes', async (_what, noted, folder) => {
    const { home, target } = await newHome()
    await mkdir(join(home, '.config'))
    await mkdir(join(home, folder), { recursive: true })
    await writeFile(join(home, '.config/user-dirs.dirs'), `# Written\nXDG_DOWNLOAD_DIR="${noted}"\n`)
    expect(target.folders()[1]).toEqual({ id: 'downloads', path: join(home, folder) })
  })

  it('look for these notes where XDG_CONFIG_HOME says, and take a whole path', async () => {
    const { home } = await newHome()
    const elsewhere = await tempFolder('downloads')
    await writeFile(join(home, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${elsewhere}"\n`)
    expect(exportTarget(home, { XDG_CONFIG_HOME: home }).folders()[1]?.path).toBe(elsewhere)
  })

  it('do not name the home directory twice', async () => {
    const { home } = await newHome()
    await writeFile(join(home, 'user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/"\n')
    expect(exportTarget(home, { XDG_CONFIG_HOME: home }).folders()).toHaveLength(2)
  })
})

describe('a private key is written', () => {
  it('to a new file for its owner only, in an SSH folder for its owner only', async () => {
    const { home, target } = await newHome()
    const path = await target.write('ssh', 'id_ed25519_work', content)
    expect(path).toBe(join(home, '.ssh/id_ed25519_work'))
    expect(await readFile(path)).toEqual(content)
    expect(await modeOf(path)).toBe(0o600)
    expect(await modeOf(join(home, '.ssh'))).toBe(0o700)
  })

  it('for its owner only, whatever the umask', async () => {
    const { target } = await newHome()
    const before = process.umask(0)
    try {
      expect(await modeOf(await target.write('home', 'work key', content))).toBe(0o600)
    } finally {
      process.umask(before)
    }
  })

  it('into an SSH folder that is a symbolic link, as people with dotfiles have it', async () => {
    const { home, target } = await newHome()
    await mkdir(join(home, 'dotfiles'))
    await symlink('dotfiles', join(home, '.ssh'))
    await target.write('ssh', 'id', content)
    expect(await readFile(join(home, 'dotfiles/id'))).toEqual(content)
  })
})

describe('nothing is written', () => {
  it('over a file that is there', async () => {
    const { home, target } = await newHome()
    await writeFile(join(home, 'id'), 'mine')
    expect(await refusal(target.write('home', 'id', content))).toMatchObject({
      code: 'file-exists',
      message: `There is already a file ${join(home, 'id')}.`,
    })
    expect(await readFile(join(home, 'id'), 'utf8')).toBe('mine')
  })

  it.each(['to nowhere', 'to a file'])('through a symbolic link %s', async (where) => {
    const { home, target } = await newHome()
    const aim = join(home, 'aim')
    if (where === 'to a file') await writeFile(aim, 'theirs')
    await symlink(aim, join(home, 'id'))
    expect((await refusal(target.write('home', 'id', content))).code).toBe('file-exists')
    expect((await lstat(join(home, 'id'))).isSymbolicLink()).toBe(true)
    expect((await readdir(home)).includes('aim')).toBe(where === 'to a file')
  })

  it('where the SSH folder is a file', async () => {
    const { home, target } = await newHome()
    await writeFile(join(home, '.ssh'), '')
    expect((await refusal(target.write('ssh', 'id', content))).code).toBe('file-unwritable')
  })

  it('in a folder that is gone, and the system’s own word is kept', async () => {
    const { home } = await newHome()
    const target = exportTarget(join(home, 'gone'), {})
    expect(await refusal(target.write('home', 'id', content))).toMatchObject({
      code: 'file-unwritable',
      info: { detail: expect.stringContaining('ENOENT') },
    })
  })

  it('under a name that is too long for the disk', async () => {
    const { home, target } = await newHome()
    expect((await refusal(target.write('home', 'ключ'.repeat(50), content))).code).toBe('file-unwritable')
    expect(await readdir(home)).toEqual([])
  })

  it('of a content that fails on its way, and no empty file stays', async () => {
    const { home, target } = await newHome()
    const broken = 42 as unknown as Uint8Array
    await expect(target.write('home', 'id', broken)).rejects.toThrow()
    expect(await readdir(home)).toEqual([])
  })

  it.each([
    ['ssh', 'config'],
    ['ssh', 'authorized_keys'],
    ['ssh', 'Known_Hosts'],
    ['home', 'NUL'],
    ['home', 'com1.pem'],
    ['home', 'id_ed25519.pub'],
    ['home', '../id'],
    ['home', 'a/b'],
    ['home', '..'],
  ] as const)('in %s under the name %s', async (folder, name) => {
    const { home, target } = await newHome()
    expect((await refusal(target.write(folder, name, content))).code).toBe('input-invalid')
    expect(await readdir(home)).toEqual([])
  })

  it('but is under a name that only resembles those', async () => {
    const { target } = await newHome()
    for (const name of ['console', 'nullable.pem', 'com10', 'my.config', 'id.public'])
      await expect(target.write('ssh', name, content)).resolves.toContain(name)
    await expect(target.write('home', 'config', content)).resolves.toContain('config')
  })
})
