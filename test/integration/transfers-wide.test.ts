import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Transfer } from '../../contract/transfers.js'
import { filesOnRoad, ON } from '../helpers/files-lab.js'
import { sshdInstalled } from '../helpers/sshd.js'

const over = ({ state }: Transfer) => ['done', 'failed', 'cancelled'].includes(state)
const MB = 1024 * 1024
const SIZE = 64 * MB
/** One way, in ms: so long that a busy computer fills the window too. */
const LONG = 150

describe.skipIf(!sshdInstalled)('an upload on a long way', () => {
  let lab: Awaited<ReturnType<typeof filesOnRoad>>
  let [source, target, far] = ['', '', '']

  async function begin(size = SIZE, config: string[] = []): Promise<void> {
    lab = await filesOnRoad(config)
    far = join(lab.remote, 'to')
    mkdirSync(far)
    ;[source, target] = [join(lab.local, 'dump'), join(far, 'dump')]
    writeFileSync(source, randomBytes(size))
  }
  afterEach(() => lab.stop())

  const upload = async () => (await lab.transfers.upload({ ...ON, sources: [source], to: far }, {})).id
  /** How many channels for files the server has opened. */
  const channels = () => lab.sshd.log().split("subsystem 'sftp' for").length - 1
  const isWhole = () => readFileSync(target).equals(readFileSync(source))

  /** Of what is half copied, how much the next try would take for the beginning of the source. It has to be that. */
  async function beginning(id: string): Promise<number> {
    const { transfers } = (await lab.store.read()) as {
      transfers: { id: string; marks: { part: string; written: number }[] }[]
    }
    const [mark] = transfers.find((one) => one.id === id)?.marks ?? []
    if (mark === undefined) return 0
    const there = readFileSync(mark.part).subarray(0, mark.written)
    expect(there.equals(readFileSync(source).subarray(0, mark.written))).toBe(true)
    return mark.written
  }

  it('goes through several channels of its connection, and is whole', async () => {
    await begin()
    lab.road.lengthen(LONG)
    const id = await upload()
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: SIZE })
    expect(isWhole()).toBe(true)
    expect(channels()).toBe(4)
    expect(lab.logins()).toBe(1)
    expect(readdirSync(far)).toEqual(['dump'])
  })

  it('goes on from where there is no gap, wherever it was cut off', { timeout: 120_000 }, async () => {
    await begin()
    lab.road.lengthen(LONG)
    const id = await upload()
    let before = 0
    for (const [at, opened] of [
      [24 * MB, 4],
      [46 * MB, 8],
    ] as const) {
      await lab.when(id, ({ doneBytes }) => doneBytes > at)
      await expect.poll(channels, { timeout: 20_000 }).toBe(opened)
      lab.road.cut()
      expect(await lab.when(id, over)).toMatchObject({ state: 'failed' })
      await expect.poll(() => beginning(id)).toBeGreaterThan(before)
      before = await beginning(id)
      await lab.transfers.retry({ ids: [id] }, {})
    }
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: SIZE })
    expect(isWhole()).toBe(true)
    expect(readdirSync(far)).toEqual(['dump'])
  })

  it('is gone on with by the next start after a crash', async () => {
    await begin()
    lab.road.lengthen(LONG)
    const id = await upload()
    await expect.poll(channels, { timeout: 20_000 }).toBe(4)
    const then = await lab.when(id, ({ doneBytes }) => doneBytes > 24 * MB)
    await expect.poll(() => beginning(id), { timeout: 20_000 }).toBeGreaterThan(then.doneBytes / 2)
    const next = await lab.afterCrash()
    lab.road.cut()
    await lab.when(id, over)
    await next.retry({ ids: [id] }, {})
    expect(await lab.when(id, ({ state }) => state === 'done', next)).toMatchObject({ doneBytes: SIZE })
    expect(isWhole()).toBe(true)
    expect(readdirSync(far)).toEqual(['dump'])
  })

  it('is paused at once, and goes on through the channels that it has', async () => {
    await begin()
    lab.road.lengthen(LONG)
    const id = await upload()
    await expect.poll(channels, { timeout: 20_000 }).toBe(4)
    await lab.when(id, ({ doneBytes }) => doneBytes > 24 * MB)
    await lab.transfers.pause({ ids: [id] }, {})
    expect((await lab.when(id, ({ state }) => state !== 'running')).state).toBe('paused')
    await lab.transfers.resume({ ids: [id] }, {})
    const going = await lab.when(id, ({ state, doneBytes }) => state === 'running' && doneBytes > 0)
    expect(going.doneBytes).toBeGreaterThan(8 * MB)
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: SIZE })
    expect(isWhole()).toBe(true)
    expect(channels()).toBe(4)
    expect(lab.logins()).toBe(1)
    expect(readdirSync(far)).toEqual(['dump'])
  })

  it('leaves nothing behind when it is cancelled', async () => {
    await begin()
    lab.road.lengthen(LONG)
    const id = await upload()
    await expect.poll(channels, { timeout: 20_000 }).toBe(4)
    await lab.transfers.cancel({ ids: [id] }, {})
    await lab.when(id, ({ state }) => state === 'cancelled')
    await expect.poll(() => readdirSync(far), { timeout: 20_000 }).toEqual([])
  })

  it('goes on with one channel where the server gives no more', async () => {
    await begin(SIZE / 2, ['MaxSessions 1'])
    lab.road.lengthen(LONG)
    const id = await upload()
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', problems: [], notes: [] })
    expect(isWhole()).toBe(true)
    expect(channels()).toBe(1)
    expect(JSON.stringify(lab.log)).toContain('files.more-channels')
  })

  it('has one channel where the way is short', async () => {
    await begin()
    const id = await upload()
    expect(await lab.when(id, over)).toMatchObject({ state: 'done', doneBytes: SIZE })
    expect(isWhole()).toBe(true)
    expect(channels()).toBe(1)
  })
})
