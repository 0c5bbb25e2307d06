/** Bytes gathered before an acknowledgement is sent at once. */
export const ACK_BATCH = 4096
const IDLE_MS = 10
const QUIET_MS = 100

export interface Acknowledger {
  /** Counts bytes that xterm has written. */
  written(bytes: number): void
  /** Quiet: acknowledges at most ten times a second, so that a hidden flood leaves the visible terminal its time. */
  setQuiet(quiet: boolean): void
  /** Sends what is left and stops. */
  close(): void
}

/**
 * Gathers counts of written bytes and hands them to `send` in batches; every byte is acknowledged exactly once.
 * A batch goes out when it reaches ACK_BATCH bytes, or shortly after the output pauses.
 */
export function createAcknowledger(send: (count: number) => void): Acknowledger {
  let pending = 0
  let quiet = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (pending === 0) return
    const count = pending
    pending = 0
    send(count)
  }

  return {
    written(bytes) {
      pending += bytes
      if (!quiet && pending >= ACK_BATCH) flush()
      else timer ??= setTimeout(flush, quiet ? QUIET_MS : IDLE_MS)
    },
    setQuiet(next) {
      quiet = next
      if (!quiet) flush()
    },
    close: flush,
  }
}
