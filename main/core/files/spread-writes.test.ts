import { describe, expect, it } from 'vitest'
import { createMoreChannels, type MoreChannels, noMoreChannels } from './more-channels.js'
import type { Sftp } from './sftp/sftp.js'
import { SftpError } from './sftp/sftp-error.js'
import { spreadWrites } from './spread-writes.js'

const PIECE = 4
const CONTENT = Buffer.from('the quick brown fox jumps over the lazy dog!')

/** A channel to a file, which fails once so many pieces went through it. */
function channel(file: Buffer, lasts = Number.POSITIVE_INFINITY) {
  const seen = { writes: 0, open: 0 }
  const sftp: Partial<Sftp> = {
    async open() {
      seen.open++
      return Buffer.from('handle')
    },
    async close() {
      seen.open--
    },
    async write(_handle, offset, bytes) {
      if (seen.writes >= lasts) throw new SftpError('lost', 'It is gone.')
      seen.writes++
      file.set(bytes, offset)
    },
    read: async (_handle, offset, length) => file.subarray(offset, offset + length),
  }
  return { seen, sftp: sftp as Sftp }
}

const given = (...others: Sftp[]): MoreChannels => ({
  ...noMoreChannels,
  from: PIECE,
  isBound: () => true,
  open: async () => others,
})

/** Writes the content, several pieces at a time. */
async function writeAll(first: Sftp, more: MoreChannels): Promise<void> {
  const writes = spreadWrites(Buffer.from('/file'), { sftp: first, handle: Buffer.from('own') }, more)
  for (let at = 0; at < CONTENT.length; at += 3 * PIECE)
    await Promise.all(
      [0, 1, 2].map((n) => {
        const offset = at + n * PIECE
        return writes.write(offset, CONTENT.subarray(offset, offset + PIECE))
      }),
    )
  await writes.close()
}

describe('what is written through several channels', () => {
  it('is whole, and goes through each', async () => {
    const file = Buffer.alloc(CONTENT.length)
    const [first, one, two] = [channel(file), channel(file), channel(file)]
    await writeAll(first.sftp, given(one.sftp, two.sftp))
    expect(file.equals(CONTENT)).toBe(true)
    for (const { seen } of [first, one, two]) expect(seen.writes).toBeGreaterThan(1)
    expect([one.seen.open, two.seen.open]).toEqual([0, 0])
  })

  it.each([0, 1, 2])('is whole when another channel ends after %i pieces', async (lasts) => {
    const file = Buffer.alloc(CONTENT.length)
    const [first, other] = [channel(file), channel(file, lasts)]
    await writeAll(first.sftp, given(other.sftp))
    expect(file.equals(CONTENT)).toBe(true)
    expect(other.seen.writes).toBe(lasts)
  })

  it('is whole where another handle leads to another file', async () => {
    const file = Buffer.alloc(CONTENT.length)
    const [first, other] = [channel(file), channel(Buffer.alloc(CONTENT.length))]
    await writeAll(first.sftp, given(other.sftp))
    expect(file.equals(CONTENT)).toBe(true)
    expect(other.seen).toEqual({ writes: 1, open: 0 })
  })

  it('says what the first channel fails with', async () => {
    const file = Buffer.alloc(CONTENT.length)
    const [first, other] = [channel(file, 3), channel(file, 2)]
    await expect(writeAll(first.sftp, given(other.sftp))).rejects.toThrow('It is gone.')
  })
})

describe('a channel', () => {
  const WINDOW = 1000

  /** Whether it counts as bound by its window, at so many bytes in a millisecond and so long a way. */
  async function isBound(perMs: number, roundTrip: number): Promise<boolean> {
    let now = 0
    const first = { window: WINDOW, roundTrip: () => roundTrip } as Sftp
    const parts = { client: null as never, log: null as never, lost: Promise.resolve() }
    const more = createMoreChannels({ ...parts, first }, () => now)
    let rest = (): void => undefined
    const all = more.count(1, new Promise<void>((resolve) => (rest = resolve))) // something is always under way
    for (let at = 0; at < 10 * WINDOW; at += 100) {
      now += 100 / perMs
      await more.count(100, Promise.resolve())
    }
    rest()
    await all
    return more.isBound()
  }

  it.each([
    [25, 40, true], // the window once in each round trip
    [15, 40, true],
    [10, 40, false], // a slow line or disk
    [300, 1, false], // as fast as a processor is
    [300, 0, false],
  ])('at %i bytes a millisecond and a way of %i ms is bound by its window: %s', async (perMs, ms, bound) => {
    expect(await isBound(perMs, ms)).toBe(bound)
  })
})
