import type { Client, ClientChannel } from 'ssh2'

/*
 * A channel's window (RFC 4254 §5.2) as we want it: ssh2 1.17 gives each 2 MiB, and fills it up by itself. What it keeps to
 * itself is used here alone.
 */

interface Ssh2Client {
  _protocol: {
    session(channel: number, window: number, packetSize: number): void
    channelWindowAdjust(channel: number, bytes: number): void
  }
}
interface Ssh2Channel {
  incoming: { window: number }
  outgoing: { id: number }
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
