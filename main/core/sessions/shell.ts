import type { Socket } from 'node:net'
import type { Client, ClientChannel, ShellOptions } from 'ssh2'
import type { TerminalSize } from '../../../contract/sessions.js'
import { OUTPUT_WINDOW } from '../../../contract/terminal-stream.js'
import { ownWindow, sendWithinWindow, withWindow } from '../lib/ssh2-window.js'

/** A login shell on a pseudo-terminal of the server. */
export interface Shell {
  /** Starts the output; every byte is handed over once, in order, also what came before. */
  onOutput(listener: (bytes: Buffer) => void): void
  /** Lets the server send as many bytes more. Whoever takes output calls it for every byte, sooner or later. */
  consumed(bytes: number): void
  write(bytes: Uint8Array): void
  /**
   * The same as far as the server's window and the connection take it; `done` when all has gone out, which may be at once. The
   * answer withdraws what has not, and then `done` is not called. One at a time, and no `write` meanwhile.
   */
  send(bytes: Uint8Array, done: () => void): () => void
  resize(size: TerminalSize): void
  /** Ends it on the server, with what runs in it; the connection stays. */
  close(): void
  /** Resolves after the last byte of output, to the exit status or signal name; null if the server told none. */
  ended: Promise<number | string | null>
}

/** How a shell begins. */
export interface ShellStart {
  /** Of which the server takes what its AcceptEnv lists, and does not say what that is. */
  env?: Record<string, string>
  /** In place of the shell. */
  command?: string
  /** Programs there may use the agent that the client was given. */
  agentForward?: boolean
}

/** What ssh2 keeps to itself: the stream below all channels. */
interface Ssh2Client {
  _sock: Socket
}

/** How many windows a server may send unasked before it is a flood: not every server counts exactly. */
const TOLERATED = 4

/**
 * Opens a shell whose output is bound by acknowledgement: the server may send `window` bytes (RFC 4254 §5.2) and then only
 * as many as `consumed` has told. ssh2 by itself would buffer 2 MiB more, all of which stands before the answer to Ctrl-C.
 * A server that sends more all the same is cut off: ssh2 takes it, and it would fill our memory.
 */
export async function openShell(
  client: Client,
  size: TerminalSize,
  start: ShellStart = {},
  window = OUTPUT_WINDOW,
): Promise<Shell> {
  const { channel, ended } = await requestShell(client, size, start, window)
  const granted = ownWindow(client, channel, window)
  let outstanding = 0
  const early: Buffer[] = []
  let hand: (bytes: Buffer) => void = (bytes) => void early.push(bytes)
  const take = (bytes: Buffer) => {
    outstanding += bytes.length
    if (outstanding > TOLERATED * window) refuseFlood(client)
    else hand(bytes)
  }
  channel.on('data', take)
  channel.stderr.on('data', take)
  return {
    onOutput(listener) {
      for (const bytes of early.splice(0)) listener(bytes)
      hand = listener
    },
    consumed(bytes) {
      outstanding -= bytes
      granted(bytes)
    },
    write: (bytes) => void channel.write(bytes),
    send: (bytes, done) => sendWithinWindow(client, channel, bytes, done),
    resize: ({ rows, cols }) => channel.setWindow(rows, cols, 0, 0),
    close: () => channel.close(),
    ended,
  }
}

function refuseFlood(client: Client): Error {
  const error = new Error('The server sent more than it was allowed to.')
  client.emit('error', error)
  client.destroy()
  return error
}

function requestShell(
  client: Client,
  { cols, rows }: TerminalSize,
  { command, ...options }: ShellStart,
  window: number,
): Promise<{ channel: ClientChannel; ended: Shell['ended'] }> {
  const { _sock: socket } = client as unknown as Ssh2Client
  return new Promise((resolve, reject) => {
    // Until ssh2 hands the channel over, what a server sends into it can be counted at the socket only.
    let arrived = 0
    const count = (bytes: Buffer) => {
      arrived += bytes.length
      if (arrived > TOLERATED * window) reject(refuseFlood(client))
    }
    socket.on('data', count)
    const pty = { term: 'xterm-256color', cols, rows, width: 0, height: 0 }
    const opened = (error: Error | undefined, channel: ClientChannel) => {
      socket.off('data', count)
      if (error) reject(error)
      // At once: what is over soon sends its exit status along, and ssh2 tells it in this very turn.
      else resolve({ channel, ended: endOf(channel) })
    }
    withWindow(client, window, () => {
      if (command === undefined) client.shell(pty, options as ShellOptions, opened)
      else client.exec(command, { ...options, pty }, opened)
    })
  })
}

function endOf(channel: ClientChannel): Promise<number | string | null> {
  let exit: number | string | null = null
  channel.once('exit', (status: number | null, signal?: string) => {
    exit = status ?? signal ?? null
  })
  return new Promise((resolve) => channel.once('close', () => resolve(exit)))
}
