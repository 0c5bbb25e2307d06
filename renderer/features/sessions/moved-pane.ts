import type { TerminalSize } from '../../../contract/sessions.js'
import type { Pasting } from '../../terminal/paste-sender.js'
import type { Pane } from './panes.js'

/** What a window gives to another that goes on with a pane. */
export interface MovedPane
  extends Pick<Pane, 'target' | 'session' | 'problem' | 'title' | 'wasOpen' | 'waits'> {
  size: TerminalSize
  /** The copy of the screen (terminal.ts), and what comes after it before the stream goes on. */
  screen: string
  unfinished: Uint8Array
  /** How much of the session's output is on the screen, `unfinished` included. */
  position: number
  /** How far a paste was that was cut off by this. */
  pasting: Pasting | null
}
