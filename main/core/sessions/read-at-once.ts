import type { Duplex } from 'node:stream'

/*
 * Node gives each read of a socket a buffer of 64 KiB, and who reads much has the garbage collector run all the time. These
 * sockets read into one buffer instead. What is in it lasts until the next read of any of them.
 */
const buffer = Buffer.allocUnsafeSlow(256 * 1024)

const takers = new WeakSet<Duplex>()

/** Whether who listens to the stream is done with the bytes when it returns. As long as it isn't, it gets copies. */
export function setTakesAtOnce(stream: Duplex, does: boolean): void {
  if (does) takers.add(stream)
  else takers.delete(stream)
}

export const takesAtOnce = (stream: Duplex): boolean => takers.has(stream)

/** A new socket's `onread`: emits what comes as `data`, in flowing mode alone. `socket` is asked once there is something. */
export function readAtOnce(socket: () => Duplex) {
  return {
    buffer,
    callback(count: number): boolean {
      const bytes = buffer.subarray(0, count)
      const stream = socket()
      stream.emit('data', takesAtOnce(stream) ? bytes : Buffer.from(bytes))
      return true
    },
  }
}
