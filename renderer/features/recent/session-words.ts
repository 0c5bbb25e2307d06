import type { OpenSession, RecentSession } from '../../../contract/session-list.js'
import { say } from '../../../contract/words/say.js'
import type { Tone } from '../../ui/tone.js'
import { hear } from '../../words/language.js'

/** How a session is or was, in a word or two, and what more there is to say. */
export interface SessionWords {
  tone: Tone
  word: string
  more: string
}

/** `here`: it has its terminal in this window. */
export function openWords({ state }: Pick<OpenSession, 'state'>, here: boolean): SessionWords {
  const more = here ? '' : say`in another window`
  return state === 'open'
    ? { tone: 'ok', word: say`open`, more }
    : { tone: 'busy', word: say`connecting`, more }
}

export function recentWords({ end }: Pick<RecentSession, 'end'>): SessionWords {
  if (end === null) return { tone: 'warn', word: say`cut off`, more: say`Latchkey ended before it did.` }
  const more = hear(end.problem ?? '')
  if (end.how === 'lost') return { tone: 'danger', word: say`lost`, more }
  if (end.how === 'failed') return { tone: 'danger', word: say`not connected`, more }
  if (end.how === 'closed') return { tone: 'idle', word: say`closed`, more: '' }
  return { tone: 'idle', word: say`ended`, more: exitWords(end.exit) }
}

function exitWords(exit: number | string | null): string {
  if (exit === null || exit === 0) return ''
  return typeof exit === 'number' ? say`exit status ${exit}` : say`by signal ${exit}`
}
