import type { Log } from '../../core/ports.js'
import { endAll } from '../../end-all.js'

/** The end of this process, whoever asks for it. */
export interface Ending {
  /** Is ended before those that were added before it. */
  add(part: { close(): Promise<unknown> }): void
  /** From now on this log is told. */
  tell(log: Log): void
  /** Ends all parts and then the process, with this code if they ended well. */
  begin(code: number): void
}

/** A library of `conf` raises each signal a second time at once: that is not yet a person who is tired of waiting. */
const ECHO_MS = 500

/**
 * Sessions end, the vault closes and the profile is free again, on signals, on failures, and when the process goes that has
 * started this one with a channel between them; a second signal doesn't wait for that.
 */
export function endInTurn(firstLog: Log): Ending {
  const parts: { close(): Promise<unknown> }[] = []
  let log = firstLog
  let endingSince: number | null = null
  const begin = (code: number) => {
    if (endingSince === null) void endAll(parts, log).then((endedWell) => process.exit(endedWell ? code : 1))
    else if (performance.now() - endingSince > ECHO_MS) process.exit(1)
    endingSince ??= performance.now()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => begin(0))
  process.once('disconnect', () => begin(0))
  process.on('uncaughtException', (error) => {
    log.error('web.uncaught', error)
    process.stderr.write('Latchkey ends because of a failure in itself; its log has the details.\n')
    begin(1)
  })
  return {
    add: (part) => void parts.unshift(part),
    tell(next) {
      log = next
    },
    begin,
  }
}
