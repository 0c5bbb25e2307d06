import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FilesAccess } from '../../contract/files.js'
import { ended, type FilesLab, filesOnSshd, listed, ON } from '../helpers/files-lab.js'
import { sshdInstalled } from '../helpers/sshd.js'

describe.skipIf(!sshdInstalled).each([
  ['internal-sftp', []],
  ['sftp-server', ['Subsystem sftp /usr/lib/openssh/sftp-server']],
])('files on a real %s', (_name, config) => {
  let lab: FilesLab
  let here = ''
  let n = 0

  beforeAll(async () => {
    lab = await filesOnSshd(config)
  })
  afterAll(() => lab.stop())
  beforeEach(() => {
    here = join(lab.remote, String(n++))
    mkdirSync(here)
  })

  it('are listed with all that the server tells, links with what they lead to', async () => {
    mkdirSync(join(here, 'folder'))
    writeFileSync(join(here, 'file'), 'twelve bytes')
    chmodSync(join(here, 'file'), 0o4640)
    symlinkSync('folder', join(here, 'to-folder'))
    symlinkSync('nothing', join(here, 'to-nothing'))
    symlinkSync('loop', join(here, 'loop'))
    const entries = await listed(lab.files, here)
    expect(entries.map(({ name, kind, leadsTo }) => [name, kind, leadsTo])).toEqual([
      ['file', 'file', 'file'],
      ['folder', 'folder', 'folder'],
      ['loop', 'link', null],
      ['to-folder', 'link', 'folder'],
      ['to-nothing', 'link', null],
    ])
    const { mtime } = lstatSync(join(here, 'file'))
    const seconds = new Date(Math.floor(mtime.getTime() / 1000) * 1000).toISOString()
    expect(entries[0]).toMatchObject({
      size: 12,
      permissions: 0o4640,
      uid: process.getuid?.(),
      modified: seconds,
    })
  })

  it('keep every name that a file system takes', async () => {
    const names = ['a\nb', '\x1b[31m', '"\'`$(x)', ' ', '-rf', 'Grüße 🔑', 'x'.repeat(255), '\u202e', '\\']
    for (const name of names) writeFileSync(join(here, name), name)
    const latin = Buffer.concat([Buffer.from(`${here}/`), Buffer.from('r\xe9sum\xe9', 'latin1')])
    writeFileSync(latin, 'latin')
    const entries = await listed(lab.files, here)
    expect(entries.map(({ name }) => name).sort()).toEqual([...names, 'r\udce9sum\udce9'].sort())
    for (const { name } of entries) {
      expect((await lab.files.details({ ...ON, path: `${here}/${name}` }, {})).name).toBe(name)
      await lab.files.rename({ ...ON, from: `${here}/${name}`, to: `${here}/${name.slice(0, 200)}2` }, {})
    }
    expect(existsSync(join(here, 'a\nb2'))).toBe(true)
    expect(
      readdirSync(here, 'buffer').some((name) => name.equals(Buffer.from('r\xe9sum\xe92', 'latin1'))),
    ).toBe(true)
  })

  it('are made, renamed over nothing, and deleted with all that is in them, links not followed', async () => {
    expect(await lab.files.makeFolder({ ...ON, path: here, name: 'new' }, {})).toMatchObject({
      kind: 'folder',
    })
    await expect(lab.files.makeFolder({ ...ON, path: here, name: 'new' }, {})).rejects.toMatchObject({
      code: 'remote-exists',
    })
    mkdirSync(join(here, 'new/deep/er'), { recursive: true })
    writeFileSync(join(here, 'new/deep/er/file'), '')
    mkdirSync(join(here, 'kept'))
    writeFileSync(join(here, 'kept/file'), 'kept')
    symlinkSync('../../kept', join(here, 'new/deep/link'))
    await expect(
      lab.files.rename({ ...ON, from: `${here}/new`, to: `${here}/kept` }, {}),
    ).rejects.toMatchObject({ code: 'remote-exists' })

    const paths = [`${here}/new`]
    expect(await ended(lab.files.count({ ...ON, paths }, {}))).toEqual({
      ...{ files: 2, folders: 3, bytes: 0, unreadable: 0, complete: true },
    })
    const removal = await ended(lab.files.remove({ ...ON, paths }, {}))
    expect(removal).toMatchObject({ done: 5, failed: 0, complete: true })
    expect(readdirSync(here)).toEqual(['kept'])
    expect(readFileSync(join(here, 'kept/file'), 'utf8')).toBe('kept')
  })

  it('are moved to other folders, and say why they can not be', async () => {
    mkdirSync(join(here, 'a/b'), { recursive: true })
    writeFileSync(join(here, 'file'), 'moved')
    const move = (from: string, to: string) =>
      lab.files.rename({ ...ON, from: `${here}/${from}`, to: `${here}/${to}` }, {})
    await expect(move('file', 'none/file')).rejects.toMatchObject({
      ...{ code: 'remote-not-found', message: `There is no folder ${here}/none.` },
    })
    await expect(move('a', 'file/a')).rejects.toMatchObject({ message: `There is no folder ${here}/file.` })
    await expect(move('gone', 'a/gone')).rejects.toMatchObject({ code: 'remote-not-found' })
    await expect(move('a', 'a/b/a')).rejects.toMatchObject({
      ...{ code: 'remote-failed', message: 'The server could not move a.' },
      info: { advice: expect.stringContaining('use mv in the terminal') },
    })
    await move('file', 'a/b/file')
    expect(readFileSync(join(here, 'a/b/file'), 'utf8')).toBe('moved')
  })

  it('get permissions, in folders where that is asked for, links left out', async () => {
    mkdirSync(join(here, 'a/b'), { recursive: true })
    writeFileSync(join(here, 'a/b/file'), '')
    writeFileSync(join(here, 'outside'), '', { mode: 0o600 })
    symlinkSync('../../outside', join(here, 'a/b/link'))
    const wanted = { files: 0o640, folders: 0o750, recursive: true }
    await ended(lab.files.setPermissions({ ...ON, paths: [`${here}/a`], ...wanted }, {}))
    const mode = (path: string) => lstatSync(join(here, path)).mode & 0o7777
    expect([mode('a'), mode('a/b'), mode('a/b/file'), mode('outside')]).toEqual([0o750, 0o750, 0o640, 0o600])
  })

  it('are there by the thousand', { timeout: 180_000 }, async () => {
    for (let n = 0; n < 20_000; n++) writeFileSync(join(here, `file-${n}`), '')
    const sizes: number[] = []
    for await (const page of await lab.files.list({ ...ON, path: here }, {})) sizes.push(page.entries.length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20_000)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1000)
    const removal = await ended(lab.files.remove({ ...ON, paths: [here] }, {}))
    expect(removal).toMatchObject({ done: 20_001, failed: 0 })
    expect(existsSync(here)).toBe(false)
  })

  it('that are text are edited in place of the old ones, unless somebody else was faster', async () => {
    const path = join(here, 'app.conf')
    writeFileSync(path, '\ufeffone\r\ntwo\r\n')
    chmodSync(path, 0o640)
    symlinkSync('app.conf', join(here, 'link'))
    const read = await lab.files.readText({ ...ON, path: `${here}/link` }, {})
    expect(read).toMatchObject({
      path,
      text: '\ufeffone\ntwo\n'.slice(1),
      lineEnds: 'crlf',
      bom: true,
      writable: true,
    })
    const { version } = read
    const change = { text: 'one\nthree\n', lineEnds: 'crlf', bom: true } as const
    const saved = await lab.files.saveText({ ...ON, path, ...change, version }, {})
    expect(readFileSync(path, 'utf8')).toBe('\ufeffone\r\nthree\r\n')
    expect(lstatSync(path).mode & 0o7777).toBe(0o640)

    await expect(lab.files.saveText({ ...ON, path, ...change, version }, {})).rejects.toMatchObject({
      code: 'remote-changed',
    })
    expect(readFileSync(path, 'utf8')).toBe('\ufeffone\r\nthree\r\n')
    await lab.files.saveText({ ...ON, path, ...change, text: 'all the same', version: null }, {})
    expect(saved.version).not.toBe(version)
    expect(readdirSync(here).sort()).toEqual(['app.conf', 'link'])
  })

  it.each([
    ['with a NUL', Buffer.from('a\0b')],
    ['in another encoding', Buffer.from('r\xe9sum\xe9', 'latin1')],
    ['too large', Buffer.alloc(3 * 1024 * 1024, 0x61)],
  ])('%s are no text to edit', async (_name, content) => {
    writeFileSync(join(here, 'file'), content)
    const read = lab.files.readText({ ...ON, path: `${here}/file` }, {})
    await expect(read).rejects.toMatchObject({ code: 'file-not-text' })
  })

  it('that are not there are said so', async () => {
    const path = `${here}/none`
    await expect(listed(lab.files, path)).rejects.toMatchObject({ code: 'remote-not-found' })
    await expect(lab.files.readText({ ...ON, path }, {})).rejects.toMatchObject({ code: 'remote-not-found' })
    expect(await ended(lab.files.remove({ ...ON, paths: [path] }, {}))).toMatchObject({
      ...{ done: 0, failed: 1, problems: [{ path, problem: { code: 'remote-not-found' } }] },
    })
  })

  it('are reached over one connection, whose loss is told', async () => {
    const before = lab.logins()
    const told: FilesAccess[] = []
    const watching = (async () => {
      for await (const access of await lab.files.access(ON, {})) {
        told.push(access)
        if (access.state !== 'open') continue
        await listed(lab.files, here)
        lab.cut()
      }
    })()
    await watching
    expect(told.at(-1)).toMatchObject({ state: 'closed', problem: { code: 'ssh-closed' } })
    expect(lab.logins()).toBeLessThanOrEqual(before + 1)
    expect(await listed(lab.files, here)).toEqual([])
    expect(lab.logins()).toBeGreaterThan(before)
  })
})
