import { writeFileSync } from 'node:fs'
import type { Log } from '../core/ports.js'

/**
 * Keeps this process's memory, with what it holds of secrets, out of core dumps, and that of the processes that it starts
 * (Linux, core(5): coredump_filter). Elsewhere the system makes none unless it was told to by its administrator.
 */
export function keepOutOfCoreDumps(log: Log): void {
  if (process.platform !== 'linux') return
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
  } catch (error) {
    log.error('host.core-dumps', error)
  }
}
