import type { KeyPair } from '../../../contract/keys.js'

const DAY_MS = 86_400_000

/** Which key pairs' time in the bin would be over at `now` (milliseconds since the epoch), if it were `days` long. */
export function overIn(keys: KeyPair[], days: number, now: number): KeyPair[] {
  return keys.filter(
    ({ state, stateSince }) =>
      state === 'bin' && stateSince !== null && Date.parse(stateSince) + days * DAY_MS <= now,
  )
}
