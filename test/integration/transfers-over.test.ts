import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { type FilesLab, filesOnSshd, ON } from '../helpers/files-lab.js'
import { type Sshd, sshdInstalled } from '../helpers/sshd.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const MODIFIED = '2026-01-02T03:04:05.000Z'
const modeOf = (path: string) => (lstatSync(path).mode & 0o7777).toString(8)
const isRoot = process.getuid?.() === 0

describe.skipIf(!sshdInstalled)('transfers to where something is', () => {
  let lab: FilesLab & { sshd: Sshd }
  let far = ''
  let n = 0

  beforeAll(async () => {
    lab = await filesOnSshd()
  })
  afterAll(() => lab.stop())
  beforeEach(() => {
    far = join(lab.remote, String(n++))
    mkdirSync(far)
  })

  /** Uploads files of a window, and gives what the host wants of them, if it may now. */
  async function drop(contents: Record<string, Buffer>, more = {}, may: Promise<void> = Promise.resolve()) {
    const names = Object.keys(contents)
    const files = names.map((path) => ({ path, size: contents[path]?.length ?? 0, modified: MODIFIED }))
    const { id } = await lab.transfers.offer({ ...ON, files, to: far, ...more }, {})
    void (async () => {
      for await (const { id: piece, file, offset, length } of await lab.transfers.wanted({ id }, {})) {
        await may
        const bytes =
          contents[names[file] ?? '']?.subarray(offset, offset + length).toString('base64') ?? null
        await lab.transfers.give({ id, piece, bytes }, {})
      }
    })()
    return id
  }

  it('give what comes out of a window the permissions that new files have there', async () => {
    const mask = process.umask()
    const id = await drop({ 'index.html': Buffer.from('new') })
    expect(await lab.when(id, over)).toMatchObject({ state: 'done' })
    // sshd's own umask is that of the test, whose child it is.
    expect(modeOf(join(far, 'index.html'))).toBe((0o666 & ~mask).toString(8))
  })

  it('leave what is written over its permissions', async () => {
    const path = join(far, 'secret.html')
    for (const mode of [0o600, 0o664, 0o755]) {
      writeFileSync(path, 'old')
      chmodSync(path, mode)
      const id = await drop({ 'secret.html': Buffer.from('new') }, { conflicts: 'overwrite' })
      expect(await lab.when(id, over)).toMatchObject({ state: 'done' })
      expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['new', mode.toString(8)])
    }
  })

  it.runIf(isRoot)('leave what is written over its owner', async () => {
    const path = join(far, 'owned')
    writeFileSync(path, 'old')
    chownSync(path, 33, 33)
    const id = await drop({ owned: Buffer.from('new') }, { conflicts: 'overwrite' })
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', notes: [] })
    const { uid, gid } = lstatSync(path)
    expect([readFileSync(path, 'utf8'), uid, gid]).toEqual(['new', 33, 33])
  })

  it('give what is downloaded no more permissions than this computer gives new files', async () => {
    const folder = mkdtempSync(join(lab.local, 'modes-'))
    for (const mode of [0o777, 0o666, 0o640]) {
      writeFileSync(join(far, mode.toString(8)), 'text')
      chmodSync(join(far, mode.toString(8)), mode)
    }
    const { id } = await lab.transfers.download({ ...ON, sources: [far], to: folder }, {})
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneFiles: 3 })
    for (const mode of [0o777, 0o666, 0o640])
      expect(modeOf(join(folder, basename(far), mode.toString(8)))).toBe(
        (mode & ~process.umask()).toString(8),
      )
  })

  it.each(['.', 'inner'])('refuse a folder that would be copied into itself: %s', async (to) => {
    mkdirSync(join(far, 'inner'))
    writeFileSync(join(far, 'file'), 'text')
    const { id } = await lab.transfers.upload({ ...ON, sources: [far], to: join(far, to) }, {})
    const { state, problems } = await lab.when(id, over)
    expect([state, problems[0]?.problem.message]).toEqual([
      'failed',
      `The folder ${far} can not be copied into itself.`,
    ])
    expect(readdirSync(far, { recursive: true }).sort()).toEqual(['file', 'inner'])
  })

  it('keep both where the name is as long as can be', async () => {
    const name = `${'ä'.repeat(125)}.text`
    writeFileSync(join(far, name), 'old')
    const id = await drop({ [name]: Buffer.from('new') }, { conflicts: 'keep-both' })
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneFiles: 1 })
    expect(readFileSync(join(far, `${'ä'.repeat(123)} (2).text`), 'utf8')).toBe('new')
  })

  it('never mix two that write the same name together: the second asks', async () => {
    const size = 3 * 1024 * 1024
    const [one, two] = [randomBytes(size), randomBytes(size)]
    let go: () => void = () => undefined
    const may = new Promise<void>((resolve) => {
      go = resolve
    })
    const first = await drop({ name: one }, {}, may)
    await expect.poll(() => readdirSync(far).length).toBe(1)
    const second = await drop({ name: two })
    await lab.when(second, ({ state, counted }) => state === 'running' && counted)
    go()
    expect(await lab.when(first, over)).toMatchObject({ state: 'done' })
    const { conflicts } = await lab.when(second, ({ state }) => state === 'asking')
    expect(readFileSync(join(far, 'name')).equals(one)).toBe(true)
    const answer = {
      id: second,
      conflictId: conflicts[0]?.id ?? '',
      choice: 'keep-both' as const,
      all: false,
    }
    await lab.transfers.answerConflict(answer, {})
    expect(await lab.when(second, over)).toMatchObject({ state: 'done' })
    expect(readFileSync(join(far, 'name')).equals(one)).toBe(true)
    expect(readFileSync(join(far, 'name (2)')).equals(two)).toBe(true)
  })

  it.each(['skip', 'overwrite', 'keep-both'] as const)(
    'ask about what somebody else has given the name meanwhile: %s',
    async (choice) => {
      let go: () => void = () => undefined
      const may = new Promise<void>((resolve) => {
        go = resolve
      })
      const bytes = randomBytes(2_000_000)
      const id = await drop({ name: bytes }, {}, may)
      await expect.poll(() => readdirSync(far).length).toBe(1)
      writeFileSync(join(far, 'name'), 'of somebody else')
      go()
      const { conflicts } = await lab.when(id, ({ state }) => state === 'asking')
      expect(readFileSync(join(far, 'name'), 'utf8')).toBe('of somebody else')
      const answer = { id, conflictId: conflicts[0]?.id ?? '', choice, all: false }
      await lab.transfers.answerConflict(answer, {})
      const copied = choice === 'skip' ? 0 : 1
      const doneBytes = copied * bytes.length
      expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneFiles: copied, doneBytes })
      expect(readdirSync(far).sort()).toEqual(choice === 'keep-both' ? ['name', 'name (2)'] : ['name'])
      const wanted = choice === 'overwrite' ? bytes : Buffer.from('of somebody else')
      expect(readFileSync(join(far, 'name')).equals(wanted)).toBe(true)
    },
  )

  it('end once, also when they were paused and gone on with before it was their turn', async () => {
    let go: () => void = () => undefined
    const may = new Promise<void>((resolve) => {
      go = resolve
    })
    for (const name of ['a', 'b', 'c']) await drop({ [name]: Buffer.from(name) }, {}, may)
    await expect.poll(() => readdirSync(far).length).toBe(3)
    const id = await drop({ last: Buffer.from('last') })
    await lab.transfers.pause({ ids: [id] }, {})
    await lab.transfers.resume({ ids: [id] }, {})
    go()
    await lab.when(id, over)
    await lab.when(await drop({ later: Buffer.from('later') }), over)
    expect(lab.ends.filter((one) => one.id === id)).toHaveLength(1)
  })

  it('can be tried again after they were cancelled, out of the same window', async () => {
    const files = [{ path: 'again', size: 3, modified: MODIFIED }]
    const { id } = await lab.transfers.offer({ ...ON, files, to: far }, {})
    await lab.when(id, ({ counted }) => counted)
    await lab.transfers.cancel({ ids: [id] }, {})
    await expect.poll(() => lab.ends.some((one) => one.id === id), { timeout: 30_000 }).toBe(true)
    await lab.transfers.retry({ ids: [id] }, {})
    for await (const { id: piece } of await lab.transfers.wanted({ id }, {}))
      await lab.transfers.give({ id, piece, bytes: 'YWJj' }, {})
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneFiles: 1 })
  })
})
