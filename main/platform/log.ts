import { appendFileSync, renameSync, statSync } from 'node:fs'
import { redact } from '../core/lib/redact.js'
import type { Clock, Log } from '../core/ports.js'
import { hasCode } from './atomic-file.js'

const MAX_BYTES = 1_000_000

/**
 * JSON lines in `path`, redacted, mode 0600. Over 1 MB the file becomes `<path>.1` and a new one begins.
 * Each line is written before the call returns, so the last one before a crash is there. Throws nothing: where the
 * file can't be written, the line goes to standard error.
 */
export function fileLog(path: string, clock: Pick<Clock, 'now'>): Log {
  let size = sizeOf(path)

  function write(level: string, event: string, facts: object): void {
    const line = `${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...facts })}\n`
    try {
      if (size + line.length > MAX_BYTES) size = rotate(path)
      appendFileSync(path, line, { mode: 0o600 })
      size += line.length
    } catch (error) {
      process.stderr.write(`The log can't be written (${String(error)}): ${line}`)
    }
  }

  return {
    info: (event, facts = {}) => write('info', event, Object(redact(facts))),
    warn: (event, facts = {}) => write('warn', event, Object(redact(facts))),
    error: (event, error, facts = {}) => write('error', event, Object(redact({ ...facts, error }))),
  }
}

function rotate(path: string): number {
  renameSync(path, `${path}.1`)
  return 0
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0
    throw error
  }
}
