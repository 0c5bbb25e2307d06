import type { Socket } from 'node:net'
import type { Channel } from 'ssh2'

/** What went through the sockets that are open and those that were. */
export interface Traffic {
  /** Counts what goes through the socket from here on, until it is closed. */
  count(socket: Socket): void
  open(): number
  total(): number
  /** From the socket's far side to us, and the other way. */
  read(): number
  written(): number
  /** Cuts every connection: the programs at the far sides see that it was cut, and don't take what they have for all. */
  cut(): void
}

export function createTraffic(): Traffic {
  const open = new Map<Socket, { read: number; written: number }>()
  let [total, read, written] = [0, 0, 0]
  const sum = (of: (socket: Socket, from: { read: number; written: number }) => number) =>
    [...open].reduce((all, [socket, from]) => all + of(socket, from), 0)
  function settle(socket: Socket): void {
    const from = open.get(socket)
    if (from === undefined) return
    open.delete(socket)
    read += socket.bytesRead - from.read
    written += socket.bytesWritten - from.written
  }
  return {
    count(socket) {
      const from = { read: socket.bytesRead - socket.readableLength, written: socket.bytesWritten }
      open.set(socket, from)
      total++
      socket.once('close', () => settle(socket))
    },
    open: () => open.size,
    total: () => total,
    read: () => read + sum((socket, from) => socket.bytesRead - from.read),
    written: () => written + sum((socket, from) => socket.bytesWritten - from.written),
    cut() {
      for (const socket of open.keys()) {
        settle(socket)
        reset(socket)
      }
    },
  }
}

/**
 * Carries bytes both ways between a socket and a channel until both have ended. Each side's end is passed on by itself, as
 * TCP has it; a side that reads slowly slows the other down. `isLost`: the channel's connection is gone, and what looks like
 * the channel's end is none.
 */
export function carry(socket: Socket, channel: Channel, isLost: () => boolean): void {
  let ended = 0
  const half = () => {
    ended++
    if (ended === 2) channel.close() // the server waits for it where both have said that they are done
  }
  socket.on('error', () => undefined) // its close follows
  channel.on('error', () => reset(socket))
  socket.once('end', half)
  channel.once('end', () => {
    if (isLost()) return reset(socket)
    half()
    socket.end()
  })
  socket.once('close', () => {
    channel.unpipe(socket)
    channel.resume() // what nobody takes any more must not keep the channel from closing
    channel.close()
  })
  channel.once('close', () => {
    if (isLost()) reset(socket)
    else socket.destroySoon()
  })
  channel.pipe(socket, { end: false })
  socket.pipe(channel)
}

export function reset(socket: Socket): void {
  if (!socket.destroyed) socket.resetAndDestroy()
}
