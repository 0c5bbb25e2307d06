import type { Log } from './core/ports.js'

/** For what fails before there is a profile to keep a log in: errors go to standard error. */
export const stderrLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (_event, error) => console.error(error),
}
