/** The last group, which the user types to show that the page is at hand. */
export const GROUP = 6

/** A recovery code as people copy it: its head, then groups of six, counted from the end. */
export function codeGroups(code: string): string[] {
  const head = /^AGE-SECRET-KEY-1/.exec(code)?.[0] ?? ''
  const rest = code.slice(head.length)
  const first = rest.length % GROUP
  const groups = rest.slice(first).match(new RegExp(`.{${GROUP}}`, 'g')) ?? []
  return [head, rest.slice(0, first), ...groups].filter((group) => group !== '')
}
