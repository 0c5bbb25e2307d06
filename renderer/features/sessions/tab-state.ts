import { say } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'
import { type Pane, type PaneState, paneState } from './panes.js'

const tones: Record<PaneState, Tone> = {
  waiting: 'idle',
  connecting: 'busy',
  open: 'ok',
  ended: 'idle',
  lost: 'danger',
}
const words: Record<Exclude<PaneState, 'lost'>, string> = {
  waiting: say`not connected yet`,
  connecting: say`connecting`,
  open: say`connected`,
  ended: say`ended`,
}

/** The colour of a pane's dot in lists of tabs. */
export function stateTone(pane: Pane): Tone {
  return tones[paneState(pane)]
}

/** The same in words. */
export function stateWord(pane: Pane): string {
  const state = paneState(pane)
  if (state === 'lost') return pane.wasOpen ? say`connection lost` : say`not connected`
  return words[state]
}
