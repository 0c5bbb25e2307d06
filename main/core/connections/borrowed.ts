import type { Client } from 'ssh2'
import type { LatchkeyError } from '../lib/error.js'

/** A connection that somebody has for the time being. */
export interface Borrowed {
  client: Client
  /** `user@host` or `user@host:port`. */
  target: string
  /** Resolves when it is lost, to the reason, or when it was ended here, to null. */
  lost: Promise<LatchkeyError | null>
  /** Given back; the second time nothing happens. What was opened on it is closed before by whoever opened it. */
  release(): void
}
