import { orAborted } from '../../lib/or-aborted.js'
import type { Claim } from './copy-tree.js'

/** Places that are written to, by whatever tells them apart: one writer at a time. */
export function createClaims(): (place: string, signal: AbortSignal) => Promise<Claim> {
  const held = new Map<string, Promise<void>>()
  return async (place, signal) => {
    let waited = false
    for (let before = held.get(place); before !== undefined; before = held.get(place)) {
      waited = true
      await orAborted(signal, before)
    }
    let over: () => void = () => undefined
    const until = new Promise<void>((resolve) => {
      over = resolve
    })
    held.set(place, until)
    return {
      waited,
      release() {
        if (held.get(place) === until) held.delete(place)
        over()
      },
    }
  }
}
