import type { BackupWork } from '../../../contract/backup.js'
import { createLiveValue } from '../lib/live-value.js'

type OnProgress = (done: number, total: number) => void

/** How far the work under way is, for whoever watches. */
export function createWork() {
  const now = createLiveValue<BackupWork | null>(null)
  return {
    watch: now.watch,

    /** Runs `work`, which tells how far it is; nothing is under way after it. One at a time. */
    async run<T>(what: BackupWork['what'], work: (onProgress: OnProgress) => Promise<T>): Promise<T> {
      try {
        return await work((done, total) => now.set({ what, done, total }))
      } finally {
        now.set(null)
      }
    },
  }
}

export type Work = ReturnType<typeof createWork>
