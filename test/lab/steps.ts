let interrupt: (reason: Error) => void
const interrupted = new Promise<never>((_, reject) => {
  interrupt = reject
})
interrupted.catch(() => undefined) // there may be no step to tell

/** Makes the step that runs, and any later one, fail at once. */
export function interruptSteps(): void {
  interrupt(new Error('interrupted'))
}

/**
 * Runs one step and prints a line: mark, title, duration, and what the step found (its result, or the result's `line`).
 * A failure prints its sentence and is thrown on.
 */
export async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now()
  const duration = () => `${Math.round(performance.now() - start)} ms`.padStart(9)
  try {
    const result = await Promise.race([interrupted, work()])
    console.log(`ok     ${duration()}  ${title}${foundLine(result)}`)
    return result
  } catch (error) {
    console.log(`failed ${duration()}  ${title}: ${error instanceof Error ? error.message : String(error)}`)
    throw error
  }
}

function foundLine(result: unknown): string {
  if (typeof result === 'string') return `: ${result}`
  if (typeof result === 'object' && result !== null && 'line' in result) return `: ${String(result.line)}`
  return ''
}
