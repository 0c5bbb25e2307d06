import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { say } from '../../contract/words/say.js'

export interface Strength {
  /** 0 (nothing) to 4. */
  score: 0 | 1 | 2 | 3 | 4
  words: string
}

/** Longer ones are judged by their beginning: the search for patterns takes ever longer, and nothing is left to say. */
const JUDGED = 64

const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: JUDGED })

/**
 * How many guesses a password takes whoever tries the likely ones first: leaked passwords, words, keyboard runs, dates,
 * repeats. It advises; what is refused is decided by the host.
 */
export function passwordStrength(password: string): Strength {
  if (password === '') return { score: 0, words: '' }
  const { guessesLog10 } = zxcvbn.check(password.slice(0, JUDGED))
  zxcvbn.check('-') // it keeps what it checked last
  if (guessesLog10 < 8) return { score: 1, words: say`weak, guessed soon once a copy is stolen` }
  if (guessesLog10 < 11) return { score: 2, words: say`fair, a few more words would help` }
  if (guessesLog10 < 14) return { score: 3, words: say`good` }
  return { score: 4, words: say`strong` }
}
