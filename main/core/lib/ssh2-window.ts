import type { Socket } from 'node:net'
import type { Client, ClientChannel } from 'ssh2'

/*
 * A channel's window (RFC 4254 §5.2) as we want it: ssh2 1.17 gives each 2 MiB, and fills it up by itself. What it keeps to
 * itself is used here alone.
 */

interface Ssh2Client {
  _sock: Pick<Socket, 'writableLength' | 'once'>
  _protocol: {
    session(channel: number, window: number, packetSize: number): void
    channelWindowAdjust(channel: number, bytes: number): void
  }
}
interface Ssh2Channel {
  incoming: { window: number }
  outgoing: { id: number; window: number }
}

/** Does what opens a session channel on the client, at once, with a window of so many bytes. */
export function withWindow(client: Client, window: number, open: () => void): void {
  const { _protocol: protocol } = client as unknown as Ssh2Client
  const { session } = protocol
  protocol.session = (channel, _window, packetSize) => session.call(protocol, channel, window, packetSize)
  try {
    open()
  } finally {
    protocol.session = session
  }
}

/** Takes the filling up over. The answer lets the server send as many bytes more; they are told once they are a quarter of the window. */
export function ownWindow(client: Client, channel: ClientChannel, window: number): (bytes: number) => void {
  const { incoming, outgoing } = channel as unknown as Ssh2Channel
  const { _protocol: protocol } = client as unknown as Ssh2Client
  incoming.window = Number.POSITIVE_INFINITY // ssh2 never finds it low, and leaves the adjusting to us
  let owed = 0
  return (bytes) => {
    owed += bytes
    if (owed < window / 4) return
    protocol.channelWindowAdjust(outgoing.id, owed)
    owed = 0
  }
}

/** How many bytes the server takes now. */
export function outgoingWindow(channel: ClientChannel): number {
  return (channel as unknown as Ssh2Channel).outgoing.window
}

/** What waits for a server to read more, by its channel. */
const waitingFor = new WeakMap<Ssh2Channel['outgoing'], Set<() => void>>()

/** Calls once, when the server has widened its window. */
function whenWidened(outgoing: Ssh2Channel['outgoing'], go: () => void): void {
  const waiting = waitingFor.get(outgoing) ?? new Set()
  if (!waitingFor.has(outgoing)) {
    waitingFor.set(outgoing, waiting)
    let { window } = outgoing
    Object.defineProperty(outgoing, 'window', {
      get: () => window,
      set(next: number) {
        const widened = next > window
        window = next
        if (!widened) return
        // ssh2 first sends what it has itself.
        for (const each of waiting) setImmediate(each)
        waiting.clear()
      },
    })
  }
  waiting.add(go)
}

/** What may wait in our end of a connection before it counts as one that takes no more. */
const MOST_WAITING = 256 * 1024
const NOTHING = new Uint8Array()

/**
 * Sends no more than the server's window takes (RFC 4254 §5.2), and the rest as it widens; ssh2 by itself would take all, and
 * nothing could be had back. `done` when all has gone out. The answer withdraws what has not.
 */
export function sendWithinWindow(
  client: Client,
  channel: ClientChannel,
  bytes: Uint8Array,
  done: () => void,
): () => void {
  const { outgoing } = channel as unknown as Ssh2Channel
  const { _sock: socket } = client as unknown as Ssh2Client
  let at = 0
  let over = false
  /** False where it has to wait first, and then goes on by itself. */
  const mayGo = (): boolean => {
    if (channel.writableLength > 0)
      channel.write(NOTHING, go) // what was typed before it
    else if (outgoing.window === 0) whenWidened(outgoing, go)
    else if (socket.writableLength > MOST_WAITING) socket.once('drain', go)
    else return true
    return false
  }
  function go(): void {
    while (!over && at < bytes.length && channel.writable && mayGo()) {
      const end = Math.min(at + outgoing.window, at + MOST_WAITING, bytes.length)
      const piece = bytes.subarray(at, end)
      at = end
      channel.write(piece)
    }
    if (over || at < bytes.length) return
    over = true
    done()
  }
  go()
  return () => {
    over = true
  }
}
