import type { FileHandle } from 'node:fs/promises'

/** What is written meanwhile waits for a flush, so that many cost more than they save; this much stands at the end at most. */
const EVERY = 192 * 1024 * 1024

/** Brings what is written to the disk while more is written, so that a large file does not wait for all of it at its end. */
export interface Flush {
  /** So many bytes more. Throws what an earlier flush threw: a system tells of a failure once, and `sync` would not. */
  wrote(bytes: number): void
  /** Resolves when none is under way. Throws as `wrote`. */
  idle(): Promise<void>
}

export function createFlush(handle: Pick<FileHandle, 'datasync'>): Flush {
  let since = 0
  let running: Promise<void> | null = null
  let failure: { error: unknown } | null = null

  async function flush(): Promise<void> {
    try {
      await handle.datasync()
    } catch (error) {
      failure ??= { error }
    }
    running = null
  }
  const throwFailure = () => {
    if (failure !== null) throw failure.error
  }

  return {
    wrote(bytes) {
      throwFailure()
      since += bytes
      if (since < EVERY || running !== null) return
      since = 0
      running = flush()
    },
    async idle() {
      await running
      throwFailure()
    },
  }
}
