const WINDOW_MS = 5_000

/** The speed over the last seconds. */
export interface Pace {
  add(bytes: number): void
  /** Bytes a second; null while there is nothing to say. */
  speed(): number | null
}

export function createPace(now: () => number): Pace {
  let seen: { at: number; bytes: number }[] = []
  return {
    add(bytes) {
      const at = now()
      const last = seen.at(-1)
      if (last !== undefined && at - last.at < 100) last.bytes += bytes
      else seen.push({ at, bytes })
    },
    speed() {
      const until = now()
      seen = seen.filter(({ at }) => until - at < WINDOW_MS)
      const [first] = seen
      if (first === undefined || until - first.at < 200) return null
      return (seen.reduce((sum, { bytes }) => sum + bytes, 0) * 1000) / (until - first.at)
    },
  }
}
