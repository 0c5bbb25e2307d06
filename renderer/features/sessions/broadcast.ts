/**
 * Whether the user is asked before what is typed goes to these panes: to several of which one is production, unless they
 * only get fewer, or one more that is not.
 */
export function asksFirst(
  before: readonly string[],
  after: readonly string[],
  isProduction: (paneId: string) => boolean,
): boolean {
  const added = before.length > 1 ? after.filter((id) => !before.includes(id)) : after
  return after.length > 1 && added.some(isProduction)
}
