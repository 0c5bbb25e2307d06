const MOST_NAMES = 3

/** `names`: of instances that have one of those that go for a jump host. */
export function reachedThroughWords(names: readonly string[], through = 'it'): string[] {
  if (names.length === 0) return []
  const shown = names.length > MOST_NAMES + 1 ? names.slice(0, MOST_NAMES) : names
  const rest = names.length - shown.length
  const listed = [...shown, ...(rest === 0 ? [] : [`${rest} more`])]
  const last = listed.pop() ?? ''
  const who = listed.length === 0 ? last : `${listed.join(', ')} and ${last}`
  const one = names.length === 1
  const cut = one ? `does not connect to ${who}` : 'connects to none of them'
  return [
    `${who} ${one ? 'is' : 'are'} reached through ${through}: without it Latchkey ${cut} until another way is chosen.`,
  ]
}
