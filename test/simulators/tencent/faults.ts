import type { WireFault } from '../wire-faults.js'

export type Fault =
  | WireFault
  /** A gateway's error page instead of the answer; the action takes no effect. */
  | { kind: 'html'; status: 404 | 500 | 502 | 503 }
  /** A gateway that has had enough of us for now. */
  | { kind: 'too-many'; retryAfterS: number }
  /** The cloud refuses; the action takes no effect. */
  | { kind: 'refusal'; code: string; message: string }
