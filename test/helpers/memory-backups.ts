import type { CopyReason } from '../../contract/backup.js'
import type { BackupFiles, OpenedCopy } from '../../main/core/ports.js'
import { memoryTextFile } from './memory-profile.js'

interface MemoryBackups extends BackupFiles {
  file: Uint8Array | null
  /** The version before. */
  previous: Uint8Array | null
  writes: number
  /** Before what copies were kept; a vault that was set aside is null. */
  kept: (CopyReason | null)[]
  /** What every copy opens to. */
  copy: OpenedCopy | null
}

/** Keeps the rescue file in memory, and notes copies. */
export function memoryBackups(): MemoryBackups {
  const memory: MemoryBackups = {
    file: null,
    previous: null,
    writes: 0,
    kept: [],
    copy: null,
    rescue: {
      path: '/profile/rescue.age',
      exists: async () => memory.file !== null,
      async write(content, { previous }) {
        if (previous !== 'keep') memory.previous = previous === 'replace' ? memory.file : null
        memory.file = content
        memory.writes++
      },
      async remove() {
        memory.file = null
        memory.previous = null
      },
    },
    rescueState: memoryTextFile(),
    copiesFolder: '/profile/backups',
    async keepCopy(before) {
      memory.kept.push(before)
    },
    copies: async () => [],
    async deleteCopies() {
      memory.kept = []
    },
    async openCopy() {
      return copyOf(memory)
    },
    async bringBack() {
      return copyOf(memory).profile
    },
    async setAside() {
      memory.kept.push(null)
      return '/profile/backups/set-aside'
    },
  }
  return memory
}

function copyOf({ copy }: MemoryBackups): OpenedCopy {
  if (copy === null) throw new Error('The test has no copy')
  return copy
}
