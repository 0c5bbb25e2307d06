import type { WorkAgain } from '../../../contract/work-again.js'

/** One form for all that failed of a batch; null where there is none. What is bound differs in its instances alone. */
export function together(all: readonly WorkAgain[]): WorkAgain | null {
  const [first] = all
  if (first?.kind !== 'bind') return first ?? null
  const binds = all.flatMap((one) => (one.kind === 'bind' ? [one] : []))
  const each = binds.flatMap(({ how }) => how.each ?? [])
  return {
    ...first,
    instances: binds.flatMap(({ instances }) => instances),
    how: { ...first.how, ...(each.length > 0 && { each }) },
    lastWaysIn: binds.flatMap(({ lastWaysIn }) => lastWaysIn),
  }
}
