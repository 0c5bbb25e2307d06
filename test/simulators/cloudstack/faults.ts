import type { WireFault } from '../wire-faults.js'

export type Fault =
  | WireFault
  /** A proxy's error page instead of the answer; the command takes no effect. */
  | { kind: 'html'; status: 500 | 502 | 503 }
  /** The cloud refuses; the command takes no effect. */
  | { kind: 'refusal'; code: number; text: string }
