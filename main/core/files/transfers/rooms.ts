import { atMost } from '../../lib/at-most.js'

/** Bytes that are asked for and not here yet: at 100 MB/s enough for a round trip of 80 ms. */
const IN_FLIGHT = 8 * 1024 * 1024

/** Buffers for the pieces of large files, used again and again: one transfer's files share them, however many are under way. */
export interface Rooms {
  /** Bytes of each. */
  size: number
  count: number
  /** Waits until one is free. After a failure it is not used again: nobody knows who still writes into it. */
  use(work: (room: Uint8Array) => Promise<void>): Promise<void>
}

export function createRooms(size: number): Rooms {
  const count = Math.max(1, Math.ceil(IN_FLIGHT / size))
  const inTurn = atMost(count)
  const free: Uint8Array[] = []
  return {
    size,
    count,
    use: (work) =>
      inTurn(async () => {
        const room = free.pop() ?? Buffer.allocUnsafeSlow(size)
        await work(room)
        free.push(room)
      }),
  }
}
