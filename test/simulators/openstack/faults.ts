import type { WireFault } from '../wire-faults.js'
import type { ApiError } from './errors.js'

export type Fault =
  | WireFault
  /** A proxy's error page instead of the answer; the call takes no effect. */
  | { kind: 'html'; status: 500 | 502 | 503; headers?: Record<string, string> }
  /** The service refuses; the call takes no effect. */
  | { kind: 'refusal'; error: ApiError }
