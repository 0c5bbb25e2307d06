import { say } from '../../../contract/words/say.js'

/** "a, then b, then c". */
export const inTurn = (names: readonly string[]): string =>
  names.length === 0 ? '' : names.reduce((before, name) => say`${before}, then ${name}`)
