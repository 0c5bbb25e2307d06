import { isInputFrame } from '../../../contract/terminal-stream.js'
import type { TerminalPort } from '../sessions/terminal-port.js'
import type { Presence } from './presence.js'

/**
 * The same port; input through it counts as the user's activity. Acknowledgements don't: a program that prints all day
 * must not keep the vault open.
 */
export function noteInput(port: TerminalPort, presence: Presence): TerminalPort {
  return {
    send: (frame) => port.send(frame),
    onClose: (listener) => port.onClose(listener),
    close: () => port.close(),
    onFrame: (listener) =>
      port.onFrame((frame) => {
        if (isInputFrame(frame)) presence.note()
        listener(frame)
      }),
  }
}
