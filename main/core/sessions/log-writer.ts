import type { SessionLogFormat } from '../../../contract/session-logs.js'
import type { LogFile } from '../ports.js'
import { createPlainText } from './plain-text.js'

/** So much may wait for the disk before the session has to wait for it too. */
export const MAX_WAITING = 4 * 1024 * 1024

/** Writes output to a file, in order, without keeping whoever hands it over. */
export interface LogWriter {
  put(bytes: Uint8Array): void
  /** Whether so much waits for the disk that no more should come. */
  isFull(): boolean
  /** Resolves when there is room again, or nothing is written any more. */
  room(): Promise<void>
  /** Writes what waits, and closes the file. */
  end(): Promise<void>
}

/** `onProblem` is called once, when the file takes no more: nothing is written from then on. */
export function createLogWriter(
  file: LogFile,
  format: SessionLogFormat,
  onProblem: (error: unknown) => void,
): LogWriter {
  const plain = format === 'text' ? createPlainText() : null
  let waiting: Uint8Array[] = []
  let size = 0
  let over = false
  let writing: Promise<void> | null = null

  async function write(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const bytes = Buffer.concat(waiting)
        waiting = []
        await file.write(bytes)
        size -= bytes.length
      }
    } catch (error) {
      over = true
      waiting = []
      size = 0
      onProblem(error)
    } finally {
      writing = null
    }
  }
  function add(bytes: Uint8Array): void {
    if (over || bytes.length === 0) return
    waiting.push(bytes)
    size += bytes.length
    writing ??= write()
  }
  return {
    put: (bytes) => (over ? undefined : add(plain === null ? bytes : Buffer.from(plain.take(bytes)))),
    isFull: () => size > MAX_WAITING,
    async room() {
      while (size > MAX_WAITING / 2 && writing !== null) await writing
    },
    async end() {
      if (plain !== null) add(Buffer.from(plain.end()))
      over = true
      await writing
      await file.close().catch(onProblem)
    },
  }
}
