import type { Client, ClientChannel } from 'ssh2'
import { giveBack } from '../../lib/give-back.js'
import { outgoingWindow, ownWindow, withWindow } from '../../lib/ssh2-window.js'
import { hasOwnPayloads } from '../../sessions/ssh2-quick-packets.js'

export interface Subsystem {
  /** The bytes are there until the listener returns. */
  onData(listener: (bytes: Buffer) => void): void
  /** Kept in memory where the server does not take it: who writes much counts what is not answered. */
  write(bytes: Buffer): void
  end(): void
  /** Bytes that the server takes now. OpenSSH's begins at none, and grants it before its first answer. */
  window(): number
  /** Resolves to why, when it is over. */
  ended: Promise<string>
}

/**
 * What may be on its way to us: with 2 MiB, a round trip of 80 ms lets 25 MB pass in a second. What is asked for is bound
 * by those who ask.
 */
const WINDOW = 16 * 1024 * 1024

/** Opens a subsystem with a window of ours. Throws where the server refuses it. */
export async function openSubsystem(client: Client, name: string): Promise<Subsystem> {
  const channel = await request(client, name)
  const consumed = ownWindow(client, channel, WINDOW)
  let hand: (bytes: Buffer) => void = () => undefined
  channel.on('data', (bytes: Buffer) => {
    hand(bytes)
    consumed(bytes.length)
    if (hasOwnPayloads(client)) giveBack(bytes)
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
    window: () => outgoingWindow(channel),
    ended: new Promise((resolve) => {
      channel.once('close', () => resolve(said.trim() || 'The connection was closed.'))
    }),
  }
}

function request(client: Client, name: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    withWindow(client, WINDOW, () =>
      client.subsys(name, (error, channel) => (error ? reject(error) : resolve(channel))),
    )
  })
}
