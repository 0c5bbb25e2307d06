/** What a bad network or a sick proxy does to one answer, of whichever cloud. */
export type WireFault =
  /** The call takes effect, then the connection ends without an answer. */
  | { kind: 'drop-after-applying' }
  /** The connection ends before the call takes effect. */
  | { kind: 'drop' }
  /** The whole answer, late. */
  | { kind: 'slow'; ms: number }
  /** The call takes effect, and half of the answer arrives. */
  | { kind: 'cut' }
  /** The call takes effect, and the answer's JSON ends in the middle. */
  | { kind: 'broken-json' }

export interface Faults<F> {
  /** The next `times` (1) calls of `operation` (or of any, `*`), in `region` if one is named, meet this fault. */
  plan(operation: string, fault: F, times?: number, region?: string): void
  clear(): void
}

/** The plan, and how the server takes the fault that is due for a call. */
export function createFaults<F>(): Faults<F> & { due(operation: string, region?: string): F | undefined } {
  let planned: { operation: string; fault: F; left: number; region: string | undefined }[] = []
  return {
    plan(operation, fault, times = 1, region) {
      planned.push({ operation, fault, left: times, region })
    },
    clear() {
      planned = []
    },
    due(operation, region) {
      const entry = planned.find(
        (plan) =>
          plan.left > 0 &&
          (plan.operation === '*' || plan.operation === operation) &&
          (plan.region === undefined || plan.region === region),
      )
      if (!entry) return undefined
      entry.left--
      return entry.fault
    },
  }
}
