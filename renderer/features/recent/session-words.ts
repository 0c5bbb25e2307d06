import type { OpenSession, RecentSession } from '../../../contract/session-list.js'
import type { Tone } from '../../ui/tone.js'

/** How a session is or was, in a word or two, and what more there is to say. */
export interface SessionWords {
  tone: Tone
  word: string
  more: string
}

/** `here`: it has its terminal in this window. */
export function openWords({ state }: Pick<OpenSession, 'state'>, here: boolean): SessionWords {
  const more = here ? '' : 'in another window'
  return state === 'open' ? { tone: 'ok', word: 'open', more } : { tone: 'busy', word: 'connecting', more }
}

export function recentWords({ end }: Pick<RecentSession, 'end'>): SessionWords {
  if (end === null) return { tone: 'warn', word: 'cut off', more: 'Latchkey ended before it did.' }
  const more = end.problem ?? ''
  if (end.how === 'lost') return { tone: 'danger', word: 'lost', more }
  if (end.how === 'failed') return { tone: 'danger', word: 'not connected', more }
  if (end.how === 'closed') return { tone: 'idle', word: 'closed', more: '' }
  return { tone: 'idle', word: 'ended', more: exitWords(end.exit) }
}

function exitWords(exit: number | string | null): string {
  if (exit === null || exit === 0) return ''
  return typeof exit === 'number' ? `exit status ${exit}` : `by signal ${exit}`
}
