import type { LatchkeyError } from '../../lib/error.js'
import type { ProvenKey } from '../prove.js'

/** One key in what a user gave, as far as it can be told. `format` is what users call it, e.g. "OpenSSH". */
export type FoundKey =
  | { state: 'key'; format: string; encryption: string | null; proven: ProvenKey; comment: string }
  /** Needs its passphrase. `blob` is the public half that it claims; null where that is encrypted too. */
  | { state: 'encrypted'; format: string; encryption: string; blob: Buffer | null; comment: string }
  /** A public key alone. */
  | { state: 'public'; format: string; blob: Buffer; comment: string }
  /** Known for what it is, and not to be taken. */
  | { state: 'refused'; format: string; problem: LatchkeyError }
