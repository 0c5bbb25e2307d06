import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LatchkeyError } from '../core/lib/error.js'
import type { SessionLogFolder } from '../core/ports.js'
import { hasCode, syncDirectory } from './atomic-file.js'

const MAX_NAME = 60
const TRIES = 100

/** Files of mode 0600 in a folder of mode 0700, named after the instance and the local time. */
export function sessionLogFolder(folder: string): SessionLogFolder {
  return {
    path: folder,
    async create(name, at) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const { path, handle } = await openNew(join(folder, `${plainName(name)} ${localTime(at)}`))
        await syncDirectory(dirname(path))
        return {
          path,
          write: async (bytes) => handle.writeFile(bytes),
          close: () => handle.sync().finally(() => handle.close()),
        }
      } catch (cause) {
        if (!(cause instanceof Error && 'syscall' in cause)) throw cause
        throw new LatchkeyError('file-unwritable', `No file can be made in ${folder}.`, {
          advice: "Look at the folder's permissions and at the free space.",
          detail: cause.message,
          cause,
        })
      }
    },
  }
}

/** Never over a file that is there: two sessions may begin in the same second. */
async function openNew(base: string): Promise<{ path: string; handle: FileHandle }> {
  for (let n = 1; ; n++) {
    const path = `${base}${n === 1 ? '' : ` (${n})`}.log`
    try {
      return { path, handle: await open(path, 'ax', 0o600) }
    } catch (error) {
      if (!hasCode(error, 'EEXIST') || n === TRIES) throw error
    }
  }
}

/** A cloud may call an instance anything; a file may not be called so, least of all on Windows. */
function plainName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '')
  return [...plain].slice(0, MAX_NAME).join('') || 'session'
}

/** `2026-11-22 21-50-33` */
function localTime(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`
}
