/** The shortest that an answer took, which is nearest to the way there and back alone. */
export interface RoundTrip {
  /** Milliseconds; none were seen yet: 0. */
  ms(): number
  /** Counts the time until it resolves. */
  of<T>(asked: Promise<T>): Promise<T>
}

export function createRoundTrip(now: () => number = () => performance.now()): RoundTrip {
  let least = Number.POSITIVE_INFINITY
  return {
    ms: () => (Number.isFinite(least) ? least : 0),
    async of(asked) {
      const since = now()
      const answer = await asked
      least = Math.min(least, now() - since)
      return answer
    },
  }
}
