import type { BackupFiles } from '../../main/core/ports.js'
import { memoryTextFile } from './memory-profile.js'

/** Keeps the rescue file in memory, and counts copies. */
export function memoryBackups(): BackupFiles & { file: Uint8Array | null; writes: number; copies: number } {
  const kept: ReturnType<typeof memoryBackups> = {
    file: null,
    writes: 0,
    copies: 0,
    rescue: {
      path: '/profile/rescue.age',
      exists: async () => kept.file !== null,
      async write(content) {
        kept.file = content
        kept.writes++
      },
      async remove() {
        kept.file = null
      },
    },
    rescueState: memoryTextFile(),
    async keepCopy() {
      kept.copies++
    },
    async setAside() {
      kept.copies++
      return '/profile/backups/set-aside'
    },
  }
  return kept
}
