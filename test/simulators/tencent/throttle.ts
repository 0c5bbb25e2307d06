import { ApiError } from './errors.js'
import type { State } from './state.js'

const SECOND_MS = 1_000

/** Counts calls of one action in one region, and throws above the limit of a second. */
export function createThrottle(state: State): (action: string, region: string) => void {
  const windows = new Map<string, number[]>()
  return (action, region) => {
    const limit = state.settings.callsPerSecond
    if (limit === null) return
    const key = `${action} ${region}`
    const now = Date.now()
    const recent = (windows.get(key) ?? []).filter((at) => now - at < SECOND_MS)
    if (recent.length >= limit)
      throw new ApiError(
        'RequestLimitExceeded',
        `Your current request times equals to \`${limit + 1}\` in a second, which exceeds the frequency limit \`${limit}\` for a second. Please reduce the frequency of calls.`,
      )
    windows.set(key, [...recent, now])
  }
}
