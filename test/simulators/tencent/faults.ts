/** What a bad network, a sick gateway or the cloud itself does to one answer. */
export type Fault =
  /** The action takes effect, then the connection ends without an answer. */
  | { kind: 'drop-after-applying' }
  /** The connection ends before the action takes effect. */
  | { kind: 'drop' }
  /** A gateway's error page instead of the answer; the action takes no effect. */
  | { kind: 'html'; status: 404 | 500 | 502 | 503 }
  /** A gateway that has had enough of us for now. */
  | { kind: 'too-many'; retryAfterS: number }
  /** The whole answer, late. */
  | { kind: 'slow'; ms: number }
  /** The action takes effect, and half of the answer arrives. */
  | { kind: 'cut' }
  /** The action takes effect, and the answer's JSON ends in the middle. */
  | { kind: 'broken-json' }
  /** The cloud refuses; the action takes no effect. */
  | { kind: 'refusal'; code: string; message: string }

export interface Faults {
  /** The next `times` (1) calls of `action` (or of any, `*`) meet this fault. */
  plan(action: string, fault: Fault, times?: number): void
}

/** The plan, and how the server takes the fault that is due for an action. */
export function createFaults(): Faults & { due(action: string): Fault | undefined } {
  const planned: { action: string; fault: Fault; left: number }[] = []
  return {
    plan(action, fault, times = 1) {
      planned.push({ action, fault, left: times })
    },
    due(action) {
      const entry = planned.find(({ action: wanted, left }) => left > 0 && ['*', action].includes(wanted))
      if (!entry) return undefined
      entry.left--
      return entry.fault
    },
  }
}
