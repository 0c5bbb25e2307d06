import type { HostFrame, WindowFrame } from '../../contract/terminal-stream.js'
import { createAcknowledger } from './ack.js'
import type { TerminalHandle } from './terminal.js'

/** The window's end of a terminal stream, as renderer/api opens it. */
export interface Stream {
  send(frame: WindowFrame): void
  onFrame(listener: (frame: HostFrame) => void): void
  onClose(listener: () => void): void
  close(): void
}

type Joinable = Pick<TerminalHandle, 'write' | 'onInput' | 'onSight'>

/**
 * Joins a terminal and a stream: input goes out, output is written and then acknowledged, from xterm's own callback,
 * so that a flood never piles up here. `onEnd` is called once, when no more will come.
 */
export function joinTerminal(terminal: Joinable, stream: Stream, onEnd: () => void): void {
  const acks = createAcknowledger((count) => stream.send({ type: 'ack', count }))
  terminal.onSight((seen) => acks.setQuiet(!seen))
  terminal.onInput((bytes) => stream.send({ type: 'input', bytes }))
  stream.onFrame((frame) => {
    if (frame.type !== 'output') return
    const count = frame.bytes.length
    terminal.write(frame.bytes, () => acks.written(count))
  })
  stream.onClose(() => {
    acks.close()
    terminal.onInput(null)
    onEnd()
  })
}
