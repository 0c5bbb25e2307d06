import type { OpenSession, RecentSession } from '../../../contract/session-list.js'

/** What is there, as far as it was read. */
export interface Facts {
  keys: readonly unknown[] | undefined
  accounts: readonly unknown[] | undefined
  /** Own hosts are among them. */
  instances: readonly unknown[] | undefined
  sessions:
    | { open: readonly Pick<OpenSession, 'state'>[]; recent: readonly Pick<RecentSession, 'end'>[] }
    | undefined
}

/** Which steps to the first connection are done, by what is there: so it goes on after a restart. Null before that is known. */
export function stepsDone({
  keys,
  accounts,
  instances,
  sessions,
}: Facts): readonly [boolean, boolean, boolean] | null {
  if (keys === undefined || accounts === undefined || instances === undefined || sessions === undefined)
    return null
  const connected =
    sessions.open.some(({ state }) => state === 'open') ||
    sessions.recent.some(({ end }) => end !== null && end.how !== 'failed')
  return [keys.length > 0, accounts.length > 0 || instances.length > 0, connected]
}

/** The step that is next: 0, 1 or 2. */
export const nextStep = (done: readonly boolean[]): number => Math.max(0, done.indexOf(false))
