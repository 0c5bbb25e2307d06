import { say, sayAs } from '../../../contract/words/say.js'

const MOST_NAMES = 3

/** `names`: of instances that have one of those that go for a jump host. */
export function reachedThroughWords(
  names: readonly string[],
  through = sayAs('an instance or account')`it`,
): string[] {
  if (names.length === 0) return []
  const shown = names.length > MOST_NAMES + 1 ? names.slice(0, MOST_NAMES) : names
  const rest = names.length - shown.length
  const listed = [...shown, ...(rest === 0 ? [] : [say`${rest} more`])]
  const last = listed.pop() ?? ''
  const who = listed.length === 0 ? last : say`${listed.join(', ')} and ${last}`
  return [
    names.length === 1
      ? say`${who} is reached through ${through}: without it Latchkey does not connect to ${who} until another way is chosen.`
      : say`${who} are reached through ${through}: without it Latchkey connects to none of them until another way is chosen.`,
  ]
}
