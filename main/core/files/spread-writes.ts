import type { MoreChannels } from './more-channels.js'
import type { Handle, Sftp } from './sftp/sftp.js'
import { OPEN } from './sftp/wire.js'

interface Lane {
  sftp: Sftp
  handle: Handle
  /** Bytes that are not answered. */
  underWay: number
}

export interface SpreadWrites {
  /** `bytes` must be left as they are until then. */
  write(offset: number, bytes: Uint8Array): Promise<void>
  /** Closes what it has opened; the first handle is its owner's. */
  close(): Promise<void>
}

/**
 * Writes a file through its first handle, and through others of further channels where the window of one is what bounds
 * it. The first can be read too. What another channel fails at goes through the first one, which says why if it must.
 */
export function spreadWrites(
  path: Uint8Array,
  first: { sftp: Sftp; handle: Handle },
  more: MoreChannels,
): SpreadWrites {
  const own: Lane = { ...first, underWay: 0 }
  let others: Lane[] = []
  const untried: Lane[] = []
  const opened: Promise<Lane>[] = []
  let written = 0
  let [asked, closed] = [false, false]

  async function widen(): Promise<void> {
    asked = true
    const channels = await more.open()
    if (closed) return
    for (const sftp of channels) {
      const lane = sftp.open(path, OPEN.WRITE).then((handle) => ({ sftp, handle, underWay: 0 }))
      opened.push(lane)
      lane.then(
        (open) => untried.push(open),
        () => undefined, // it goes on with those that there are
      )
    }
  }

  async function through(lane: Lane, offset: number, bytes: Uint8Array): Promise<void> {
    lane.underWay += bytes.length
    try {
      const answered = lane.sftp.write(lane.handle, offset, bytes)
      await (lane === own ? more.count(bytes.length, answered) : answered)
    } finally {
      lane.underWay -= bytes.length
    }
  }

  /** Behind some servers is no file system, and two handles are two files: what one has written the other has to read. */
  async function join(lane: Lane, offset: number, bytes: Uint8Array): Promise<void> {
    await through(lane, offset, bytes)
    const there = await own.sftp.read(own.handle, offset, bytes.length)
    if (there === null || there.length === 0) throw new Error('The other handle has not the same file.')
    if (!there.equals(bytes.subarray(0, there.length))) throw new Error('The other handle has another file.')
    others.push(lane)
  }

  return {
    async write(offset, bytes) {
      written += bytes.length
      if (!asked && written >= more.from && more.isBound()) void widen()
      const fresh = untried.pop()
      const lane = fresh ?? others.reduce((a, b) => (b.underWay < a.underWay ? b : a), own)
      if (lane === own) return through(own, offset, bytes)
      try {
        await (fresh === undefined ? through : join)(lane, offset, bytes)
      } catch {
        others = others.filter((other) => other !== lane)
        await through(own, offset, bytes)
      }
    },
    async close() {
      closed = true
      const close = async (lane: Promise<Lane>) => {
        const { sftp, handle } = await lane
        await sftp.close(handle)
      }
      await Promise.allSettled(opened.map(close)) // each was answered, or is over
    },
  }
}
