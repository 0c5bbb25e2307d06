import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { type FilesLab, filesOnRoad, ON } from '../helpers/files-lab.js'
import { sshdInstalled } from '../helpers/sshd.js'
import type { TcpProxy } from '../helpers/tcp-proxy.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const MB = 1024 * 1024
/** What is half copied is taken away after it was said that the transfer is cancelled. */
const IN_TIME = { timeout: 30_000 }
const SIZE = 12 * MB

describe.skipIf(!sshdInstalled)('transfers that somebody stops', () => {
  let road: TcpProxy
  let lab: FilesLab
  let [source, target, far] = ['', '', '']
  let n = 0

  beforeAll(async () => {
    const onRoad = await filesOnRoad()
    lab = onRoad
    road = onRoad.road
  })
  afterAll(() => lab.stop())
  beforeEach(() => {
    far = join(lab.remote, String(n))
    mkdirSync(far)
    mkdirSync(join(lab.local, String(n)))
    source = join(lab.local, String(n++), 'dump')
    target = join(far, 'dump')
    writeFileSync(source, randomBytes(SIZE))
    road.delay(10) // some MB a second
  })

  /** An upload of the source that has gone so far. */
  async function begun(bytes: number, more = {}): Promise<string> {
    const { id } = await lab.transfers.upload({ ...ON, sources: [source], to: far, ...more }, {})
    await lab.when(id, ({ doneBytes }) => doneBytes > bytes)
    return id
  }
  /** The server comes back, and the connections of before are known to be dead. */
  function reconnected(): void {
    road.delay(0)
    road.cut()
    road.resume()
  }

  it('are paused at once, though the server does not answer, and go on when it does', async () => {
    const id = await begun(MB)
    road.stall()
    await lab.transfers.pause({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'paused')
    await lab.transfers.resume({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'waiting')
    reconnected()
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: SIZE, failed: 0 })
    expect(readFileSync(target).equals(readFileSync(source))).toBe(true)
    expect(readdirSync(far)).toEqual(['dump'])
  })

  it('are cancelled at once, though the server does not answer, and leave nothing there when it does', async () => {
    const id = await begun(MB)
    road.stall()
    await lab.transfers.cancel({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'cancelled')
    expect(readdirSync(far)).toHaveLength(1)
    const noted = async () => JSON.stringify(await lab.store.read())
    await expect.poll(noted, IN_TIME).toContain('latchkey-part') // the next start knows of it, if this is the end of this one
    reconnected()
    await expect.poll(() => readdirSync(far), IN_TIME).toEqual([])
    await expect.poll(noted, IN_TIME).not.toContain('latchkey-part')
    expect(await lab.when(id, over)).toMatchObject({ state: 'cancelled', problems: [] })
  })

  it('give a file that they went on with all its bytes back, also when the source is another by then', async () => {
    const half = readFileSync(source).subarray(0, 4 * MB)
    writeFileSync(target, half)
    const id = await begun(5 * MB, { conflicts: 'resume' })
    await lab.transfers.pause({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'paused')
    expect(existsSync(target)).toBe(false)
    writeFileSync(source, randomBytes(SIZE))
    utimesSync(source, 1_000_000_000, 1_000_000_000)
    await lab.transfers.resume({ ids: [id] }, {})
    await lab.when(id, ({ doneBytes, state }) => state === 'running' && doneBytes > 0 && doneBytes < 4 * MB)
    await lab.transfers.cancel({ ids: [id] }, {})
    road.delay(0)
    await lab.when(id, over)
    await expect.poll(() => readdirSync(far), IN_TIME).toEqual(['dump'])
    expect(readFileSync(target).subarray(0, half.length).equals(half)).toBe(true)
  })

  it('ask before they write over what turns out to be no beginning of the file', async () => {
    writeFileSync(target, 'of somebody else')
    const id = (await lab.transfers.upload({ ...ON, sources: [source], to: far }, {})).id
    const first = (await lab.when(id, ({ conflicts }) => conflicts.length > 0)).conflicts[0]
    expect(first?.choices).toContain('resume')
    const answer = (conflictId = '', choice: 'resume' | 'skip', all: boolean) =>
      lab.transfers.answerConflict({ id, conflictId, choice, all }, {})
    await answer(first?.id, 'resume', true)
    const isNext = ({ conflicts }: Transfer) => conflicts.length > 0 && conflicts[0]?.id !== first?.id
    const [next] = (await lab.when(id, isNext)).conflicts
    expect(next?.choices).toEqual(['overwrite', 'keep-both', 'skip'])
    expect(readFileSync(target, 'utf8')).toBe('of somebody else')
    await answer(next?.id, 'skip', false)
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', skipped: 1 })
    expect(readFileSync(target, 'utf8')).toBe('of somebody else')
  })
})
