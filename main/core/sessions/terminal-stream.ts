import { decodeWindowFrame, encodeHostFrame } from '../../../contract/terminal-stream.js'
import type { Shell } from './shell.js'
import type { TerminalPort } from './terminal-port.js'
import { createTyping } from './typing.js'

/** The most bytes of output in one frame. */
const MAX_FRAME = 64 * 1024

/**
 * Joins a shell and a terminal stream: every byte of output in order, bounded by what the window acknowledges. Resolves
 * when the shell has ended and all its output was sent. A frame that isn't understood closes the port.
 */
export async function joinTerminal(shell: Shell, port: TerminalPort): Promise<void> {
  let waiting: Uint8Array[] = []
  let unacknowledged = 0

  const flush = () => {
    const bytes = Buffer.concat(waiting)
    waiting = []
    unacknowledged += bytes.length
    for (let at = 0; at < bytes.length; at += MAX_FRAME)
      port.send(encodeHostFrame({ type: 'output', bytes: bytes.subarray(at, at + MAX_FRAME) }))
  }
  const put = (bytes: Uint8Array) => {
    if (waiting.length === 0) setImmediate(flush) // what arrives in one turn goes out as one frame
    waiting.push(bytes)
  }

  const typing = createTyping(shell, (number) => port.send(encodeHostFrame({ type: 'gone', number })))
  port.onFrame((bytes) => {
    const frame = decodeWindowFrame(bytes)
    if (frame?.type === 'input') return typing.type(frame.bytes)
    if (frame?.type === 'paste') return typing.paste(frame.number, frame.bytes)
    if (frame?.type === 'drop') return typing.drop()
    if (frame?.type !== 'ack' || frame.count > unacknowledged) return port.close()
    unacknowledged -= frame.count
    shell.consumed(frame.count)
  })
  shell.onOutput(put)
  await shell.ended
  flush()
}

/** Says that there is no more output, and closes. */
export function endStream(port: TerminalPort): void {
  port.send(encodeHostFrame({ type: 'end' }))
  port.close()
}

/** A server's notice as a terminal shows it: lines and tabs stay, other control characters don't. */
export function noticeBytes(text: string): Buffer {
  const clean = text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '')
  return Buffer.from(clean.replace(/\n/g, '\r\n'))
}
