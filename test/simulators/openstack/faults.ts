import type { ApiError } from './errors.js'

/** What a bad network, a sick proxy or the service does to one answer. */
export type Fault =
  /** The call takes effect, then the connection ends without an answer. */
  | { kind: 'drop-after-applying' }
  /** The connection ends before the call takes effect. */
  | { kind: 'drop' }
  /** A proxy's error page instead of the answer; the call takes no effect. */
  | { kind: 'html'; status: 500 | 502 | 503; headers?: Record<string, string> }
  /** The whole answer, late. */
  | { kind: 'slow'; ms: number }
  /** The call takes effect, and half of the answer arrives. */
  | { kind: 'cut' }
  /** The call takes effect, and the answer's JSON ends in the middle. */
  | { kind: 'broken-json' }
  /** The service refuses; the call takes no effect. */
  | { kind: 'refusal'; error: ApiError }

export interface Faults {
  /** The next `times` (1) calls of `operation` (`POST /os-keypairs`, or `*` for any), in `region` if named, meet this. */
  plan(operation: string, fault: Fault, times?: number, region?: string): void
  clear(): void
}

/** The plan, and how the server takes the fault that is due for a call. */
export function createFaults(): Faults & { due(operation: string, region: string): Fault | undefined } {
  let planned: { operation: string; fault: Fault; left: number; region: string | undefined }[] = []
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
