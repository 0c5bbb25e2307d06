const waiting: (() => void)[] = []

/**
 * Resolves in a turn of the event loop that nobody else of those who wait has: work of some milliseconds that many are ready
 * for at once is then done piece by piece, oldest first, and whoever waits for the loop meanwhile is answered in between.
 */
export function ownTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(next)
  })
}

/** What was waited for runs right after this, before the next immediate. */
function next(): void {
  waiting.shift()?.()
  if (waiting.length > 0) setImmediate(next)
}
