import { createHash, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { type FilesLab, filesLab, filesOnSshd, ON } from '../helpers/files-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.js'
import { testSigner } from '../helpers/test-signer.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const sha = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const MB = 1024 * 1024
/** What is half copied is taken away after it was said that the transfer is cancelled. */
const IN_TIME = { timeout: 30_000 }

describe.skipIf(!sshdInstalled)('transfers over a real sshd', () => {
  let lab: FilesLab
  /** Folders of both sides, empty. */
  let far = ''
  let near = ''
  let n = 0

  beforeAll(async () => {
    lab = await filesOnSshd()
  })
  afterAll(() => lab.stop())
  beforeEach(() => {
    far = join(lab.remote, String(n))
    near = join(lab.local, String(n++))
    mkdirSync(far)
    mkdirSync(near)
  })
  const upload = (sources: string[], more = {}) =>
    lab.transfers.upload({ ...ON, sources: sources.map((name) => join(near, name)), to: far, ...more }, {})
  const download = (sources: string[], more = {}) =>
    lab.transfers.download({ ...ON, sources: sources.map((name) => join(far, name)), to: near, ...more }, {})

  /** A folder with folders, small files, a large one, an empty one, odd names. */
  function plant(root: string): void {
    mkdirSync(join(root, 'site/a/b/empty'), { recursive: true })
    for (const name of ['a\nb', 'it\'s "quoted"', 'Grüße 🔑', 'x'.repeat(255), '-rf', ' '])
      writeFileSync(join(root, 'site/a', name), name)
    writeFileSync(join(root, 'site/empty'), '')
    writeFileSync(join(root, 'site/a/b/large'), randomBytes(5 * MB + 7), { mode: 0o640 })
    utimesSync(join(root, 'site/a/b/large'), 1_000_000_000, 1_000_000_000)
    chmodSync(join(root, 'site/empty'), 0o755)
    symlinkSync('..', join(root, 'site/a/loop'))
  }
  function expectSame(from: string, to: string): void {
    const names = readdirSync(join(from, 'site'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => !name.includes('loop'),
    )
    expect(readdirSync(join(to, 'site'), { recursive: true, encoding: 'utf8' }).sort()).toEqual(names.sort())
    for (const name of names) {
      const [a, b] = [join(from, 'site', name), join(to, 'site', name)]
      if (!lstatSync(a).isFile()) continue
      expect(sha(b)).toBe(sha(a))
      expect(lstatSync(b).mode & 0o777).toBe(lstatSync(a).mode & 0o777)
      expect(Math.floor(lstatSync(b).mtimeMs / 1000)).toBe(Math.floor(lstatSync(a).mtimeMs / 1000))
    }
  }

  it.each(['upload', 'download'] as const)(
    '%s folders whole, with modes and times, links left out',
    async (way) => {
      const [from, to] = way === 'upload' ? [near, far] : [far, near]
      plant(from)
      const { id } = await (way === 'upload' ? upload(['site']) : download(['site']))
      const transfer = await lab.when(id, over)
      expect(transfer).toMatchObject({
        state: 'done',
        files: 8,
        doneFiles: 8,
        failed: 0,
        counted: true,
        checked: 'size',
      })
      expect(transfer.doneBytes).toBe(transfer.bytes)
      expect(transfer.notes).toEqual(['One symbolic link or special file was left out.'])
      expectSame(from, to)
    },
  )

  it('ask about what is there, and do as they are told', async () => {
    for (const name of ['both.txt', 'over', 'skip']) {
      writeFileSync(join(near, name), `new ${name}`)
      writeFileSync(join(far, name), `old ${name} and longer`)
    }
    writeFileSync(join(near, 'rest'), randomBytes(MB))
    writeFileSync(join(far, 'rest'), readFileSync(join(near, 'rest')).subarray(0, MB / 2))
    writeFileSync(join(near, 'other'), randomBytes(MB))
    writeFileSync(join(far, 'other'), randomBytes(MB / 2))
    const { id } = await upload(['both.txt', 'over', 'skip', 'rest', 'other'])
    const asking = await lab.when(id, ({ conflicts }) => conflicts.length === 5)
    expect(asking.state).toBe('asking')
    const answers: Record<string, 'keep-both' | 'overwrite' | 'skip' | 'resume'> = {
      ...{ 'both.txt': 'keep-both', over: 'overwrite', skip: 'skip', rest: 'resume', other: 'resume' },
    }
    for (const { id: conflictId, path, choices } of asking.conflicts) {
      const choice = answers[path.slice(far.length + 1)] ?? 'skip'
      expect(choices).toContain(choice)
      await lab.transfers.answerConflict({ id, conflictId, choice, all: false }, {})
    }
    // It is not the beginning of what comes: whoever wanted to go on with it may want to keep it.
    const { conflicts } = await lab.when(id, ({ conflicts }) => conflicts.length === 1)
    expect(conflicts).toMatchObject([
      { path: join(far, 'other'), choices: ['overwrite', 'keep-both', 'skip'] },
    ])
    const conflictId = conflicts[0]?.id ?? ''
    await lab.transfers.answerConflict({ id, conflictId, choice: 'overwrite', all: false }, {})
    const ended = await lab.when(id, over)
    expect(ended).toMatchObject({ state: 'done', skipped: 1, doneFiles: 4, failed: 0 })
    expect(ended.doneBytes).toBe(ended.bytes - 'new skip'.length)
    const read = (name: string) => readFileSync(join(far, name), 'utf8')
    expect([read('both.txt'), read('both (2).txt')]).toEqual(['old both.txt and longer', 'new both.txt'])
    expect([read('over'), read('skip')]).toEqual(['new over', 'old skip and longer'])
    expect([sha(join(far, 'rest')), sha(join(far, 'other'))]).toEqual([
      sha(join(near, 'rest')),
      sha(join(near, 'other')),
    ])
    expect(readdirSync(far)).toHaveLength(6)
  })

  it('take files out of a window, piece by piece, folders too', async () => {
    const large = randomBytes(2 * MB + 5)
    const files = [
      { path: 'dropped/large', size: large.length, modified: '2026-01-02T03:04:05.000Z' },
      { path: 'dropped/deep/small', size: 5, modified: '2026-01-02T03:04:05.000Z' },
      { path: 'alone', size: 0, modified: '2026-01-02T03:04:05.000Z' },
    ]
    const contents = [large, Buffer.from('small'), Buffer.alloc(0)]
    const { id } = await lab.transfers.offer({ ...ON, files, to: far }, {})
    for await (const { id: piece, file, offset, length } of await lab.transfers.wanted({ id }, {})) {
      const bytes = contents[file]?.subarray(offset, offset + length).toString('base64') ?? null
      await lab.transfers.give({ id, piece, bytes }, {})
    }
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneFiles: 3, from: null })
    expect(readFileSync(join(far, 'dropped/large')).equals(large)).toBe(true)
    expect(readFileSync(join(far, 'dropped/deep/small'), 'utf8')).toBe('small')
    expect(lstatSync(join(far, 'alone')).mtime.toISOString()).toBe('2026-01-02T03:04:05.000Z')
  })

  it('fail file by file where a window does not give one any more, and can be tried again', async () => {
    const modified = '2026-01-02T03:04:05.000Z'
    const files = ['a', 'b'].map((path) => ({ path, size: 3, modified }))
    const { id } = await lab.transfers.offer({ ...ON, files, to: far }, {})
    const serving = new AbortController()
    let refuses = true
    void (async () => {
      const wanted = await lab.transfers.wanted({ id }, { signal: serving.signal })
      for await (const { id: piece, file } of wanted)
        await lab.transfers.give({ id, piece, bytes: file === 1 && refuses ? null : 'YWJj' }, {})
    })()
    const failed = await lab.when(id, over)
    expect(failed).toMatchObject({ state: 'failed', doneFiles: 1, failed: 1 })
    expect(failed.problems).toMatchObject([{ path: 'b', problem: { code: 'source-gone' } }])
    refuses = false
    await lab.transfers.retry({ ids: [id] }, {})
    expect(await lab.when(id, (one) => one.doneFiles === 2)).toMatchObject({ failed: 0 })
    serving.abort()
  })
})

describe.skipIf(!sshdInstalled)('transfers over a slow road', () => {
  let sshd: Sshd
  let road: TcpProxy
  let lab: FilesLab
  let dir = ''

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'latchkey-transfers-'))
    const signer = testSigner()
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
    road = await startTcpProxy(sshd)
    lab = await filesLab({ ...sshd, port: road.port }, signer)
  })
  afterAll(async () => {
    await lab.stop()
    await road.stop()
    await sshd.stop()
    await rm(dir, { recursive: true, force: true })
  })

  it('begin anew where the source has become another meanwhile', async () => {
    const [source, target] = [join(lab.remote, 'other'), join(lab.local, 'other')]
    writeFileSync(source, randomBytes(12 * MB))
    road.delay(10)
    const { id } = await lab.transfers.download({ ...ON, sources: [source], to: lab.local }, {})
    await lab.when(id, ({ doneBytes }) => doneBytes > MB)
    await lab.transfers.pause({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'paused')
    road.delay(0)
    writeFileSync(source, randomBytes(12 * MB))
    utimesSync(source, 1_000_000_000, 1_000_000_000)
    await lab.transfers.resume({ ids: [id] }, {})
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: 12 * MB })
    expect(sha(target)).toBe(sha(source))
  })

  it('say that a file changed while it was copied', async () => {
    const source = join(lab.remote, 'growing.log')
    writeFileSync(source, randomBytes(12 * MB))
    road.delay(10)
    const { id } = await lab.transfers.download({ ...ON, sources: [source], to: lab.local }, {})
    await lab.when(id, ({ doneBytes }) => doneBytes > 0)
    appendFileSync(source, 'more')
    road.delay(0)
    const { state, notes } = await lab.when(id, over)
    expect(state).toBe('done')
    expect(notes.join()).toMatch(/^growing.log was changed while it was copied/)
  })

  it('leave nothing behind when they are cancelled', async () => {
    const source = join(lab.local, 'cancelled')
    writeFileSync(source, randomBytes(12 * MB))
    road.delay(10)
    const { id } = await lab.transfers.upload({ ...ON, sources: [source], to: lab.remote }, {})
    await lab.when(id, ({ doneBytes }) => doneBytes > 0)
    const left = () => readdirSync(lab.remote).filter((name) => name.includes('cancelled'))
    expect(left()).toHaveLength(1)
    await lab.transfers.cancel({ ids: [id] }, {})
    road.delay(0)
    expect((await lab.when(id, over)).state).toBe('cancelled')
    await expect.poll(left, IN_TIME).toEqual([])
  })

  it('give a file its name back that they went on with, when they are cancelled', async () => {
    const source = join(lab.local, 'half-there')
    const target = join(lab.remote, 'half-there')
    writeFileSync(source, randomBytes(12 * MB))
    writeFileSync(target, readFileSync(source).subarray(0, MB))
    const wish = { ...ON, sources: [source], to: lab.remote, conflicts: 'resume' as const }
    road.delay(10)
    const { id } = await lab.transfers.upload(wish, {})
    await lab.when(id, ({ doneBytes }) => doneBytes > 2 * MB)
    expect(existsSync(target)).toBe(false)
    await lab.transfers.cancel({ ids: [id] }, {})
    road.delay(0)
    expect((await lab.when(id, over)).state).toBe('cancelled')
    await expect.poll(() => existsSync(target), IN_TIME).toBe(true)
    const kept = readFileSync(target)
    expect(kept.length).toBeGreaterThanOrEqual(MB)
    expect(kept.equals(readFileSync(source).subarray(0, kept.length)), 'without a gap').toBe(true)
  })

  it.each(['upload', 'download'] as const)('%s goes on where it was cut off, at every tenth', async (way) => {
    const size = 12 * MB
    const [from, to] = way === 'upload' ? [lab.local, lab.remote] : [lab.remote, lab.local]
    const [source, target] = [join(from, way), join(to, way)]
    writeFileSync(source, randomBytes(size))
    const { id } = await lab.transfers[way]({ ...ON, sources: [source], to }, {})
    let cuts = 0
    for (let tenth = 1; tenth < 10; tenth++) {
      road.delay(10) // some MB a second
      const { state } = await lab.when(id, (one) => one.doneBytes >= (tenth * size) / 10 || over(one))
      if (state === 'done') break
      road.cut()
      const cut = await lab.when(id, over)
      expect(cut).toMatchObject({ state: 'failed', problems: [{ problem: { code: 'ssh-closed' } }] })
      expect(cut.doneBytes).toBeGreaterThan(0)
      expect(existsSync(target)).toBe(false)
      cuts++
      road.delay(0)
      await lab.transfers.retry({ ids: [id] }, {})
    }
    road.delay(0)
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: size, checked: 'tail' })
    expect(cuts).toBeGreaterThan(4)
    expect(sha(target)).toBe(sha(source))
    expect(readdirSync(to).filter((name) => name.startsWith('.'))).toEqual([])
  })
})
