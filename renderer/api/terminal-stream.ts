import {
  decodeHostFrame,
  encodeWindowFrame,
  type HostFrame,
  type WindowFrame,
} from '../../contract/terminal-stream.js'
import { terminalPath } from '../../contract/wire.js'
import { desktop, portFromPreload } from './desktop-port.js'
import { admission, openSocket } from './web-ticket.js'

/** The window's end of one terminal stream (contract/terminal-stream.ts). */
export interface TerminalStream {
  /** Sends one frame; kept back until the stream is open, dropped after `close`. */
  send(frame: WindowFrame): void
  onFrame(listener: (frame: HostFrame) => void): void
  /** Called once, also after our own `close`. */
  onClose(listener: () => void): void
  /** Ends the session too, if it has not ended and no other stream has it. */
  close(): void
}

type Carrier = { send(frame: Uint8Array<ArrayBuffer>): void; close(): void }
type Joint = { receive(bytes: Uint8Array): void; closed(): void; signal: AbortSignal }

/** Opens the byte stream of a session that `sessions.open` answered. Set the listeners before the next await. */
export function openTerminalStream(sessionId: string): TerminalStream {
  let carrier: Carrier | null = null
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let frameListener: (frame: HostFrame) => void = () => undefined
  let closeListener: () => void = () => undefined
  const ended = new AbortController()

  const end = (): void => {
    if (ended.signal.aborted) return
    ended.abort()
    carrier?.close()
    closeListener()
  }
  const close = (): void => {
    if (!ended.signal.aborted) carrier?.send(encodeWindowFrame({ type: 'bye' }))
    end()
  }
  const receive = (bytes: Uint8Array): void => {
    const frame = decodeHostFrame(bytes)
    if (frame === null) close()
    else if (!ended.signal.aborted) frameListener(frame)
  }
  const joint = { receive, closed: end, signal: ended.signal }
  const opening =
    desktop === undefined ? openSocketCarrier(sessionId, joint) : openPortCarrier(sessionId, joint)
  opening.then((opened) => {
    if (ended.signal.aborted) {
      opened.send(encodeWindowFrame({ type: 'bye' }))
      return opened.close()
    }
    carrier = opened
    for (const frame of waiting) carrier.send(frame)
    waiting = []
  }, end)

  return {
    send(frame) {
      if (ended.signal.aborted) return
      const bytes = encodeWindowFrame(frame)
      if (carrier === null) waiting.push(bytes)
      else carrier.send(bytes)
    },
    onFrame(listener) {
      frameListener = listener
    },
    onClose(listener) {
      closeListener = listener
    },
    close,
  }
}

async function openSocketCarrier(sessionId: string, joint: Joint): Promise<Carrier> {
  const admitted = await admission()
  if ('refused' in admitted) throw new Error(admitted.refused)
  const socket = openSocket(terminalPath(sessionId), admitted.token)
  socket.addEventListener('message', ({ data }) => joint.receive(new Uint8Array(data)))
  socket.addEventListener('close', joint.closed)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const send = (frame: Uint8Array<ArrayBuffer>) => {
    // Between the host's closing and our event of it a frame is dropped; Chromium would report an error.
    if (socket.readyState === WebSocket.OPEN) socket.send(frame)
  }
  return { send, close: () => socket.close() }
}

async function openPortCarrier(sessionId: string, joint: Joint): Promise<Carrier> {
  const arriving = portFromPreload({ latchkey: 'terminal', sessionId }, joint.signal)
  desktop?.openTerminal(sessionId)
  const port = await arriving
  port.addEventListener('message', ({ data }) => joint.receive(data))
  port.addEventListener('close', joint.closed)
  port.start()
  return { send: (frame) => port.postMessage(frame, [frame.buffer]), close: () => port.close() }
}
