import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import type { TransfersService } from '../../main/core/services.js'
import { type FilesLab, filesLab, ON } from '../helpers/files-lab.js'
import { type Sshd, sshdInstalled, startSshd } from '../helpers/sshd.js'
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.js'
import { testSigner } from '../helpers/test-signer.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const MB = 1024 * 1024
const SIZE = 24 * MB

describe.skipIf(!sshdInstalled)('transfers that the end of Latchkey cut off', () => {
  let sshd: Sshd
  let road: TcpProxy
  let lab: FilesLab
  let dir = ''
  let [far, near] = ['', '']
  let n = 0

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'latchkey-cut-'))
    const signer = testSigner()
    sshd = await startSshd({ dir, authorizedKeys: [signer.publicLine] })
    road = await startTcpProxy(sshd)
    lab = await filesLab({ ...sshd, port: road.port }, signer)
  })
  afterAll(async () => {
    await lab.stop()
    await road.stop()
    await sshd.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  beforeEach(() => {
    far = join(lab.remote, String(n))
    near = join(lab.local, String(n++))
    mkdirSync(far)
    mkdirSync(near)
    road.delay(20)
  })

  /** What the next start has, where this run ends when so much of the transfer is there. */
  async function crash(id: string, bytes: number): Promise<TransfersService> {
    await expect.poll(() => noted(id), { timeout: 30_000 }).toBeGreaterThan(bytes)
    const next = await lab.afterCrash()
    road.cut()
    await lab.when(id, over)
    road.delay(0)
    return next
  }
  /** How much of a transfer the next start would know to be there. */
  async function noted(id: string): Promise<number> {
    const { transfers } = ((await lab.store.read()) ?? { transfers: [] }) as {
      transfers: { id: string; marks: { written: number }[] }[]
    }
    const marks = transfers.find((one) => one.id === id)?.marks ?? []
    return marks.reduce((sum, { written }) => sum + written, 0)
  }
  const hidden = () => readdirSync(far).filter((name) => name.startsWith('.'))

  /** The user's own beginning of a file, which is gone on with. */
  async function crashedResume() {
    const [source, target] = [join(near, 'dump'), join(far, 'dump')]
    writeFileSync(source, randomBytes(SIZE))
    writeFileSync(target, readFileSync(source).subarray(0, MB))
    const wish = { ...ON, sources: [source], to: far, conflicts: 'resume' as const }
    const { id } = await lab.transfers.upload(wish, {})
    const next = await crash(id, 1.5 * MB)
    expect(existsSync(target)).toBe(false)
    const said = await lab.when(id, over, next)
    expect(said).toMatchObject({ state: 'failed', problems: [{ problem: { code: 'transfer-interrupted' } }] })
    return { id, next, source, target }
  }

  it('are there at the next start, and go on from where they were', async () => {
    const { id, next, source, target } = await crashedResume()
    await next.retry({ ids: [id] }, {})
    expect(await lab.when(id, ({ state }) => state === 'done', next)).toMatchObject({ doneBytes: SIZE })
    expect(readFileSync(target).equals(readFileSync(source))).toBe(true)
    expect(hidden()).toEqual([])
  })

  it('give a file its name back that they went on with, when they are cleared', async () => {
    const { next, source, target } = await crashedResume()
    await next.clear({}, {})
    expect(statSync(target).size).toBeGreaterThanOrEqual(MB)
    const kept = readFileSync(target)
    expect(kept.equals(readFileSync(source).subarray(0, kept.length))).toBe(true)
    expect(hidden()).toEqual([])
    expect(lab.ends.at(-1)).toMatchObject({ state: 'failed' })
  })

  it('say where the file is that they can not give its name back, before they are cleared', async () => {
    const { id, next, target } = await crashedResume()
    writeFileSync(target, 'of somebody else')
    await next.clear({}, {})
    const { problems } = await lab.when(id, over, next)
    expect(problems.at(-1)?.problem.message).toContain(
      `${target} is called ${join(far, hidden()[0] ?? '-')} now`,
    )
    await next.clear({}, {})
    for await (const all of await next.watch(undefined, {})) {
      expect(all.map((one) => one.id)).not.toContain(id)
      break
    }
    expect(hidden()).toHaveLength(1)
    expect(readFileSync(target, 'utf8')).toBe('of somebody else')
  })

  it('do not ask about what they have copied before', async () => {
    mkdirSync(join(near, 'site'))
    for (const name of ['a', 'b', 'c']) writeFileSync(join(near, 'site', name), name)
    writeFileSync(join(near, 'site/large'), randomBytes(SIZE))
    const { id } = await lab.transfers.upload({ ...ON, sources: [join(near, 'site')], to: far }, {})
    await lab.when(id, ({ doneFiles }) => doneFiles === 3)
    const next = await crash(id, 2 * MB)
    writeFileSync(join(near, 'site/b'), 'changed meanwhile')
    await next.retry({ ids: [id] }, {})
    const { conflicts } = await lab.when(id, ({ state }) => state === 'asking', next)
    expect(conflicts.map(({ path }) => path)).toEqual([join(far, 'site/b')])
    await next.answerConflict({ id, conflictId: conflicts[0]?.id ?? '', choice: 'overwrite', all: false }, {})
    expect(await lab.when(id, ({ state }) => state === 'done', next)).toMatchObject({
      doneFiles: 4,
      failed: 0,
    })
    expect(readFileSync(join(far, 'site/b'), 'utf8')).toBe('changed meanwhile')
  })

  it('go on when a window gives the same files once more', async () => {
    const content = randomBytes(SIZE)
    const files = [{ path: 'held/file', size: SIZE, modified: '2026-01-02T03:04:05.000Z' }]
    const offsets: number[] = []
    const give = async (to: TransfersService, id: string) => {
      for await (const { id: piece, offset, length } of await to.wanted({ id }, {})) {
        offsets.push(offset)
        const bytes = content.subarray(offset, offset + length).toString('base64')
        await to.give({ id, piece, bytes }, {})
      }
    }
    const offer = { ...ON, files, folders: ['held/empty'], to: far }
    const { id } = await lab.transfers.offer(offer, {})
    void give(lab.transfers, id).catch(() => undefined) // its run has crashed
    const next = await crash(id, 2 * MB)
    offsets.length = 0
    const { id: again } = await next.offer(offer, {})
    void give(next, again)
    expect(await lab.when(again, over, next)).toMatchObject({ state: 'done', doneFiles: 1 })
    expect(Math.min(...offsets.filter((at) => at > 0))).toBeGreaterThan(MB)
    expect(readFileSync(join(far, 'held/file')).equals(content)).toBe(true)
    expect(readdirSync(join(far, 'held')).sort()).toEqual(['empty', 'file'])
    for await (const all of await next.watch(undefined, {})) {
      expect(all.map((one) => one.id)).not.toContain(id)
      break
    }
  })
})
