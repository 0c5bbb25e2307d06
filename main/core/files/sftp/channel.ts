import type { Client, ClientChannel } from 'ssh2'

export interface Subsystem {
  onData(listener: (bytes: Buffer) => void): void
  /** Kept in memory where the server does not take it: who writes much counts what is not answered. */
  write(bytes: Buffer): void
  end(): void
  /** Resolves to why, when it is over. */
  ended: Promise<string>
}

/** The parts of ssh2 1.17 that it keeps to itself and that its fixed window of 2 MiB makes us use, as in sessions/shell.ts. */
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

/**
 * What may be on its way to us: with 2 MiB, a round trip of 80 ms lets 25 MB pass in a second. What is asked for is bound
 * by those who ask.
 */
const WINDOW = 16 * 1024 * 1024

/** Opens a subsystem with a window of ours. Throws where the server refuses it. */
export async function openSubsystem(client: Client, name: string): Promise<Subsystem> {
  const channel = await request(client, name)
  const { incoming, outgoing } = channel as unknown as Ssh2Channel
  const { _protocol: protocol } = client as unknown as Ssh2Client
  incoming.window = Number.POSITIVE_INFINITY // ssh2 never finds it low, and leaves the adjusting to us
  let owed = 0
  let hand: (bytes: Buffer) => void = () => undefined
  channel.on('data', (bytes: Buffer) => {
    hand(bytes)
    owed += bytes.length
    if (owed < WINDOW / 4) return
    protocol.channelWindowAdjust(outgoing.id, owed)
    owed = 0
  })
  let said = ''
  channel.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString('utf8')).slice(-500)
  })
  return {
    onData(listener) {
      hand = listener
    },
    write: (bytes) => void channel.write(bytes),
    end: () => channel.close(),
    ended: new Promise((resolve) => {
      channel.once('close', () => resolve(said.trim() || 'The connection was closed.'))
    }),
  }
}

function request(client: Client, name: string): Promise<ClientChannel> {
  const { _protocol: protocol } = client as unknown as Ssh2Client
  return new Promise((resolve, reject) => {
    const { session } = protocol
    protocol.session = (channel, _window, packetSize) => session.call(protocol, channel, WINDOW, packetSize)
    try {
      client.subsys(name, (error, channel) => (error ? reject(error) : resolve(channel)))
    } finally {
      protocol.session = session
    }
  })
}
