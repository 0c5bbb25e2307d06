/** What a bad network or a sick proxy does to one answer. */
export type Fault =
  /** The command takes effect, then the connection ends without an answer. */
  | { kind: 'drop-after-applying' }
  /** The connection ends before the command takes effect. */
  | { kind: 'drop' }
  /** A proxy's error page instead of the answer; the command takes no effect. */
  | { kind: 'html'; status: 500 | 502 | 503 }
  /** The whole answer, late. */
  | { kind: 'slow'; ms: number }
  /** The command takes effect, and half of the answer arrives. */
  | { kind: 'cut' }
  /** The command takes effect, and the answer's JSON ends in the middle. */
  | { kind: 'broken-json' }
  /** The cloud refuses; the command takes no effect. */
  | { kind: 'refusal'; code: number; text: string }

export interface Faults {
  /** The next `times` (1) calls of `command` (or of any, `*`) meet this fault. */
  plan(command: string, fault: Fault, times?: number): void
  clear(): void
}

/** The plan, and how the server takes the fault that is due for a command. */
export function createFaults(): Faults & { due(command: string): Fault | undefined } {
  let planned: { command: string; fault: Fault; left: number }[] = []
  return {
    plan(command, fault, times = 1) {
      planned.push({ command, fault, left: times })
    },
    clear() {
      planned = []
    },
    due(command) {
      const entry = planned.find(
        ({ command: wanted, left }) => left > 0 && (wanted === '*' || wanted === command),
      )
      if (!entry) return undefined
      entry.left--
      return entry.fault
    },
  }
}
