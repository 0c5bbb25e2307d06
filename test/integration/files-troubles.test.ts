import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FileProgress } from '../../contract/files.js'
import type { Transfer } from '../../contract/transfers.js'
import { allNamesIn, listFolder } from '../../main/core/files/list-folder.js'
import { remotePlace } from '../../main/core/files/remote-place.js'
import { SftpError } from '../../main/core/files/sftp/sftp-error.js'
import { OPEN, STATUS } from '../../main/core/files/sftp/wire.js'
import { saveText } from '../../main/core/files/text-file.js'
import { removeAll } from '../../main/core/files/tree-work.js'
import { ended, filesLab, filesOnSshd, listed, ON } from '../helpers/files-lab.js'
import { hostileSftp, type Lies } from '../helpers/hostile-sftp.js'
import { smallDisk } from '../helpers/small-disk.js'
import { sshdInstalled } from '../helpers/sshd.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const isRoot = process.getuid?.() === 0

async function onSshd(config: string[] = []) {
  const lab = await filesOnSshd(config)
  onTestFinished(() => lab.stop())
  return lab
}

async function allOf<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of stream) all.push(one)
  return all
}

describe.skipIf(!sshdInstalled)('a server that does not let one', () => {
  it('write says that it does not', async () => {
    const lab = await onSshd(['Subsystem sftp internal-sftp -R'])
    writeFileSync(join(lab.local, 'file'), 'text')
    writeFileSync(join(lab.remote, 'there'), 'text')
    const made = lab.files.makeFolder({ ...ON, path: lab.remote, name: 'new' }, {})
    await expect(made).rejects.toMatchObject({ code: 'remote-denied', info: { advice: expect.any(String) } })
    const sources = [join(lab.local, 'file')]
    const { id } = await lab.transfers.upload({ ...ON, sources, to: lab.remote }, {})
    const { state, problems } = await lab.when(id, over)
    expect([state, problems[0]?.problem.code]).toEqual(['failed', 'remote-denied'])
    const removal = await ended(lab.files.remove({ ...ON, paths: [join(lab.remote, 'there')] }, {}))
    expect(removal).toMatchObject({ failed: 1, problems: [{ problem: { code: 'remote-denied' } }] })
    expect((await lab.files.readText({ ...ON, path: join(lab.remote, 'there') }, {})).writable).toBe(false)
  })

  it('use SFTP says so', async () => {
    const lab = await onSshd(['Subsystem nothing /bin/true', 'LogLevel INFO'])
    await expect(listed(lab.files, '/')).rejects.toMatchObject({ code: 'files-unavailable' })
  })

  it.skipIf(!isRoot)('leave its folder is a world of its own', async () => {
    const root = mkdtempSync('/run/latchkey-chroot-')
    onTestFinished(() => rmSync(root, { recursive: true }))
    execFileSync('chmod', ['755', root])
    mkdirSync(join(root, 'data'))
    const lab = await onSshd([`ChrootDirectory ${root}`, 'ForceCommand internal-sftp'])
    expect((await listed(lab.files, '~')).map(({ name }) => name)).toEqual(['data'])
    writeFileSync(join(lab.local, 'file'), 'text')
    const { id } = await lab.transfers.upload({ ...ON, sources: [join(lab.local, 'file')], to: '/data' }, {})
    expect((await lab.when(id, over)).state).toBe('done')
    expect(readFileSync(join(root, 'data/file'), 'utf8')).toBe('text')
  })

  it.skipIf(!isRoot)(
    'have more than its disk holds says that it is full, and goes on when there is room',
    async (test) => {
      const disk = smallDisk('size=3m')
      if (disk === null) return test.skip()
      const lab = await onSshd()
      writeFileSync(join(disk, 'in the way'), Buffer.alloc(2 * 1024 * 1024))
      writeFileSync(join(lab.local, 'large'), Buffer.alloc(2 * 1024 * 1024, 1))
      const { id } = await lab.transfers.upload({ ...ON, sources: [join(lab.local, 'large')], to: disk }, {})
      const full = await lab.when(id, over)
      expect(full.problems.at(-1)?.problem).toMatchObject({ code: 'remote-full', retryable: true })
      expect(existsSync(join(disk, 'large'))).toBe(false)
      rmSync(join(disk, 'in the way'))
      await lab.transfers.retry({ ids: [id] }, {})
      expect((await lab.when(id, (one) => one.doneFiles === 1)).failed).toBe(0)
      expect(readdirSync(disk)).toEqual(['large'])
    },
  )

  it.skipIf(!isRoot)(
    'keep what was edited has the old text, and says that its disk is full',
    async (test) => {
      const disk = smallDisk('size=1m')
      if (disk === null) return test.skip()
      const lab = await onSshd()
      const path = join(disk, 'app.conf')
      writeFileSync(path, 'old text')
      const { version } = await lab.files.readText({ ...ON, path }, {})
      writeFileSync(join(disk, 'in the way'), Buffer.alloc(1020 * 1024))
      const change = { text: 'x'.repeat(100_000), lineEnds: 'lf', bom: false, version } as const
      await expect(lab.files.saveText({ ...ON, path, ...change }, {})).rejects.toMatchObject({
        ...{ code: 'remote-full', info: { advice: expect.stringContaining('Make room') } },
      })
      expect(readFileSync(path, 'utf8')).toBe('old text')
      expect(readdirSync(disk).sort()).toEqual(['app.conf', 'in the way'])
    },
  )

  it.skipIf(!isRoot)('make more files than its disk takes says that', async (test) => {
    const disk = smallDisk('size=4m,nr_inodes=3')
    if (disk === null) return test.skip()
    const lab = await onSshd()
    for (const name of ['one', 'two']) writeFileSync(join(disk, name), 'text')
    const takesNoMore = { code: 'remote-full', message: expect.stringContaining('takes no more files') }
    await expect(lab.files.makeFolder({ ...ON, path: disk, name: 'new' }, {})).rejects.toMatchObject(
      takesNoMore,
    )
    writeFileSync(join(lab.local, 'file'), 'text')
    const { id } = await lab.transfers.upload({ ...ON, sources: [join(lab.local, 'file')], to: disk }, {})
    expect((await lab.when(id, over)).problems.at(-1)?.problem).toMatchObject(takesNoMore)
  })

  it.skipIf(!isRoot)(
    'change anything on a disk that can only be read says so, also of a full one',
    async (test) => {
      const disk = smallDisk('size=64k')
      if (disk === null) return test.skip()
      const lab = await onSshd()
      const path = join(disk, 'there')
      writeFileSync(path, Buffer.alloc(64 * 1024, 'x'))
      execFileSync('mount', ['-o', 'remount,ro', disk])
      const readOnly = { code: 'remote-read-only' }
      const made = lab.files.makeFolder({ ...ON, path: disk, name: 'new' }, {})
      await expect(made).rejects.toMatchObject(readOnly)
      const renamed = lab.files.rename({ ...ON, from: path, to: join(disk, 'other') }, {})
      await expect(renamed).rejects.toMatchObject(readOnly)
      const change = { text: 'new', lineEnds: 'lf', bom: false, version: null } as const
      await expect(lab.files.saveText({ ...ON, path, ...change }, {})).rejects.toMatchObject(readOnly)
      const modes = { files: 0o600, folders: 0o700, recursive: false }
      const failed = { failed: 1, problems: [{ problem: readOnly }] }
      expect(await ended(lab.files.setPermissions({ ...ON, paths: [path], ...modes }, {}))).toMatchObject(
        failed,
      )
      expect(await ended(lab.files.remove({ ...ON, paths: [path] }, {}))).toMatchObject(failed)
      writeFileSync(join(lab.local, 'file'), 'text')
      const { id } = await lab.transfers.upload({ ...ON, sources: [join(lab.local, 'file')], to: disk }, {})
      expect((await lab.when(id, over)).problems.at(-1)?.problem).toMatchObject(readOnly)
    },
  )

  it('give a file a name says that it is too long for the disk, in bytes', async () => {
    const lab = await onSshd()
    writeFileSync(join(lab.remote, 'file'), 'text')
    const tooLong = { code: 'input-invalid', info: { advice: expect.stringContaining('255 bytes') } }
    const name = 'ä'.repeat(128)
    const made = lab.files.makeFolder({ ...ON, path: lab.remote, name }, {})
    await expect(made).rejects.toMatchObject(tooLong)
    const [from, to] = [join(lab.remote, 'file'), join(lab.remote, name)]
    await expect(lab.files.rename({ ...ON, from, to }, {})).rejects.toMatchObject(tooLong)
  })

  it('make a file beside the one that is edited says that, and keeps the old text', async () => {
    const lab = await onSshd()
    const path = join(lab.remote, 'app.conf')
    writeFileSync(path, 'old text')
    const change = { text: 'new', lineEnds: 'lf', bom: false, version: null } as const
    const saved = lab.access.use('a/1', ({ sftp }) => {
      const noNewFiles: typeof sftp.open = (file, flags, attributes) =>
        flags & OPEN.EXCLUSIVE
          ? Promise.reject(new SftpError(STATUS.PERMISSION_DENIED, 'Permission denied'))
          : sftp.open(file, flags, attributes)
      return saveText({ ...sftp, open: noNewFiles }, Buffer.from(path), change)
    })
    await expect(saved).rejects.toMatchObject({
      ...{ code: 'remote-denied', message: `The server does not let you make a file in ${lab.remote}.` },
    })
    expect(readFileSync(path, 'utf8')).toBe('old text')
  })

  it.skipIf(!isRoot)('move a file to another disk says so, and leaves it', async (test) => {
    const disk = smallDisk('size=1m')
    if (disk === null) return test.skip()
    const lab = await onSshd()
    writeFileSync(join(lab.remote, 'file'), 'text')
    const moved = lab.files.rename({ ...ON, from: join(lab.remote, 'file'), to: join(disk, 'file') }, {})
    await expect(moved).rejects.toMatchObject({
      ...{ code: 'remote-failed', message: 'The server could not move file.' },
      info: { advice: expect.stringContaining('To another disk') },
    })
    expect(readFileSync(join(lab.remote, 'file'), 'utf8')).toBe('text')
  })

  it.skipIf(!isRoot)('be filled here says that the disk here is full', async (test) => {
    const disk = smallDisk('size=1m')
    if (disk === null) return test.skip()
    const lab = await onSshd()
    writeFileSync(join(lab.remote, 'large'), Buffer.alloc(2 * 1024 * 1024, 1))
    const { id } = await lab.transfers.download({ ...ON, sources: [join(lab.remote, 'large')], to: disk }, {})
    const { problems } = await lab.when(id, over)
    expect(problems.at(-1)?.problem.code).toBe('disk-full')
    await lab.transfers.clear({}, {})
    expect(readdirSync(disk)).toEqual([])
  })
})

describe.skipIf(!sshdInstalled)('what is there', () => {
  it('and can not be deleted is told once, by its own name, and the folders that it keeps are counted', async () => {
    const lab = await onSshd()
    mkdirSync(join(lab.remote, 'site/a/b'), { recursive: true })
    mkdirSync(join(lab.remote, 'site/empty'))
    const stays = join(lab.remote, 'site/a/b/stays')
    for (const path of [stays, join(lab.remote, 'site/a/goes')]) writeFileSync(path, '')
    const told: FileProgress[] = []
    await lab.access.use('a/1', async ({ sftp }) => {
      const remove = async (path: Uint8Array) => {
        if (String(path) === stays) throw new SftpError(STATUS.PERMISSION_DENIED, 'Permission denied')
        return sftp.remove(path)
      }
      const signal = new AbortController().signal
      const work = {
        sftp: { ...sftp, remove },
        log: lab.log,
        signal,
        tell: (now: FileProgress) => told.push(now),
      }
      await removeAll([Buffer.from(join(lab.remote, 'site'))], work)
    })
    expect(told.at(-1)).toMatchObject({ done: 2, failed: 1, kept: 3, complete: true })
    expect(told.at(-1)?.problems).toMatchObject([{ path: stays, problem: { code: 'remote-denied' } }])
    expect(readdirSync(join(lab.remote, 'site'), { recursive: true })).toEqual(['a', 'a/b', 'a/b/stays'])
  })

  it('is not waited for where a link leads to a pipe', async () => {
    const lab = await onSshd()
    execFileSync('mkfifo', [join(lab.remote, 'pipe')])
    symlinkSync('pipe', join(lab.remote, 'link'))
    const sources = [join(lab.remote, 'link')]
    const { id } = await lab.transfers.download({ ...ON, sources, to: lab.local }, {})
    const { state, notes } = await lab.when(id, over)
    expect([state, notes]).toEqual(['done', ['One symbolic link or special file was left out.']])
  })

  it('is whole where the server takes neither permissions nor time, which is said', async () => {
    const lab = await onSshd()
    const refused = async () => {
      throw new SftpError(STATUS.OP_UNSUPPORTED, 'Operation unsupported')
    }
    const path = join(lab.remote, 'file')
    const finished = await lab.access.use('a/1', async ({ sftp }) => {
      const sink = await remotePlace({ ...sftp, fsetstat: refused }).write(path)
      await sink.write(0, Buffer.from('text'))
      const done = await sink.finish({ size: 4, modified: 1_000_000_000, mode: 0o644 }, false)
      await sink.close()
      return done
    })
    expect(finished).toEqual({ size: 4, owned: true, kept: false })
    expect(readFileSync(path, 'utf8')).toBe('text')
  })
})

describe.skipIf(!existsSync('/proc/version') || !sshdInstalled)(
  'files that are made when they are read',
  () => {
    it.each(['/proc/version', '/sys/kernel/mm/transparent_hugepage/enabled'])(
      'are copied whole: %s',
      async (path) => {
        if (!existsSync(path)) return
        const lab = await onSshd()
        const { id } = await lab.transfers.download({ ...ON, sources: [path], to: lab.local }, {})
        expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneFiles: 1, problems: [] })
        const text = readFileSync(path, 'utf8')
        expect(text.length).toBeGreaterThan(10)
        expect(readFileSync(join(lab.local, basename(path)), 'utf8')).toBe(text)
      },
    )
  },
)

describe('a server that lies', () => {
  async function onHostile(lies: Lies) {
    const server = await hostileSftp(lies)
    const lab = await filesLab(server)
    onTestFinished(async () => {
      await lab.stop()
      await server.stop()
    })
    return lab
  }
  const evil = ['..', '.', '', '../x', '/', '/etc/passwd', 'a/b', 'a\0b', '../../../../tmp/x']

  it('about names can not lead out of a folder', async () => {
    const lab = await onHostile({ names: [[...evil, 'good']], content: () => Buffer.from('evil') })
    const pages = []
    for await (const page of await lab.files.list({ ...ON, path: '/folder' }, {})) pages.push(page)
    expect(pages.flatMap(({ entries }) => entries.map(({ name }) => name))).toEqual(['good'])
    expect(pages.at(-1)?.refused).toBe(evil.length - 2) // . and .. are in every folder
  })

  it('about names writes nothing where nobody asked it to', async () => {
    const lab = await onHostile({
      names: [[...evil, 'good']],
      content: (at) => (at === 0 ? Buffer.from('evil') : null),
    })
    const { id } = await lab.transfers.download({ ...ON, sources: ['/folder'], to: lab.local }, {})
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', files: 1 })
    expect(readdirSync(lab.local, { recursive: true })).toEqual(['folder', 'folder/good'])
    expect(readdirSync(join(lab.local, '..')).sort()).toEqual(['local', 'remote'])
  })

  it('about a size that it does not have is not waited for', async () => {
    const lab = await onHostile({
      names: [],
      size: 2 ** 40,
      content: (at) => (at === 0 ? Buffer.from('evil') : null),
    })
    const { id } = await lab.transfers.download({ ...ON, sources: ['/file'], to: lab.local }, {})
    const { state, problems } = await lab.when(id, over)
    expect([state, problems[0]?.problem.code]).toEqual(['failed', 'source-changed'])
    await lab.transfers.clear({}, {})
    expect(readdirSync(lab.local)).toEqual([])
  })

  it('by giving more than was asked for is not believed', async () => {
    const lab = await onHostile({ names: [], size: 4, content: (_at, length) => Buffer.alloc(length + 1) })
    const { id } = await lab.transfers.download({ ...ON, sources: ['/file'], to: lab.local }, {})
    expect((await lab.when(id, over)).state).toBe('failed')
    expect(existsSync(join(lab.local, 'file'))).toBe(false)
  })

  it('by names without end is not listened to for ever', async () => {
    const names = [Array.from({ length: 2000 }, (_, n) => `file-${n}`)]
    const lab = await onHostile({ names, goesOn: true })
    const pages = await lab.access.use('a/1', ({ sftp }) =>
      allOf(listFolder(sftp, Buffer.from('/folder'), 10_000)),
    )
    expect(pages.at(-1)).toMatchObject({ cut: true, complete: true })
    expect(pages.reduce((sum, { entries }) => sum + entries.length, 0)).toBe(12_000)
    const all = lab.access.use('a/1', ({ sftp }) => allOf(allNamesIn(sftp, Buffer.from('/folder'), 10_000)))
    await expect(all).rejects.toMatchObject({ message: '/folder has more than 10,000 entries.' })
  })

  it('by an answer that ends too soon is told so, and asked again', async () => {
    const lab = await onHostile({ names: [], endsTooSoon: true })
    const senseless = (what: string) => ({
      code: 'remote-failed',
      message: `The server's answer makes no sense: can't ${what}.`,
      info: { advice: expect.stringContaining('Its SFTP server has a fault') },
    })
    await expect(listed(lab.files, '/folder')).rejects.toMatchObject(senseless('list the folder /folder'))
    const details = lab.files.details({ ...ON, path: '/file' }, {})
    await expect(details).rejects.toMatchObject(senseless('find out what /file is'))
    expect((await lab.files.details({ ...ON, path: '/folder' }, {})).kind).toBe('folder')
    expect(lab.logins()).toBe(1)
  })

  it('by greeting and saying nothing more holds no connection of who has gone', async () => {
    const server = await hostileSftp({ names: [], homeless: true })
    const lab = await filesLab(server)
    onTestFinished(async () => {
      await lab.stop()
      await server.stop()
    })
    const leaving = new AbortController()
    const used = lab.access.use('a/1', async () => undefined, leaving.signal)
    const said = expect(used).rejects.toThrow('It was closed')
    await expect.poll(server.askedForHome).toBe(1)
    leaving.abort(new Error('It was closed'))
    await said
    await expect.poll(server.open).toEqual({ connections: 0, channels: 0 })
  })
})
