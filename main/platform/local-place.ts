import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { shownName } from '../../contract/file-names.js'
import { inEnglish } from '../../contract/words/said.js'
import { requireLocalName } from '../core/files/local-names.js'
import { bytesOfName, nameOfBytes } from '../core/files/name-bytes.js'
import type { Finish, Finished, Known, Place, Sink, Source } from '../core/files/place.js'
import { diskProblem } from '../core/lib/disk-problem.js'
import { LatchkeyError } from '../core/lib/error.js'
import { hasCode, renameOver } from './atomic-file.js'
import { createFlush } from './flush.js'

const PIECE = 255 * 1024
/** A name that is a symbolic link is never written through. Not known on Windows. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0

/** Asking changes it for a moment, for the whole process: it is asked once. */
const UMASK = process.umask()

/** Linux takes any bytes for a name; others take text. */
const raw = (path: string) => (process.platform === 'linux' ? bytesOfName(path) : path)

/** This computer's files as a place to copy from and to. Throws `file-unreadable` and `file-unwritable`, in words. */
export function localPlace(): Place {
  return {
    piece: PIECE,
    look: (path) =>
      saying('file-unreadable', path, async () => {
        try {
          return knownOf(await lstat(raw(path)))
        } catch (error) {
          if (hasCode(error, 'ENOENT')) return null
          throw error
        }
      }),
    follow: (path) => saying('file-unreadable', path, async () => knownOf(await stat(raw(path)))),
    list: (folder) =>
      saying('file-unreadable', folder, async () => {
        const names = await readdir(raw(folder), { encoding: 'buffer' })
        const found = await Promise.all(names.map((name) => entry(folder, nameOfBytes(name))))
        return found.filter((one) => one !== null)
      }),
    // A server does not decide who else on this computer may write it, nor that its own user may not read it.
    newMode: (mode) => (mode | 0o400) & ~UMASK,
    pathIn(folder, name) {
      requireLocalName(name, process.platform)
      return join(folder, name)
    },
    makeFolder: (path) =>
      saying('file-unwritable', path, async () => {
        try {
          await mkdir(raw(path))
          return true
        } catch (error) {
          if (hasCode(error, 'EEXIST') && (await stat(raw(path))).isDirectory()) return false
          throw error
        }
      }),
    read: (path) =>
      saying('file-unreadable', path, async () => {
        // A pipe would be waited for: it is opened and refused later, as no plain file.
        const handle = await open(raw(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
        const again = async () => knownOf(await handle.stat())
        const source: Source = {
          known: await again(),
          read: (offset, length, room) =>
            saying('file-unreadable', path, () => read(handle, offset, length, room)),
          again,
          close: () => handle.close(),
        }
        return source
      }),
    write: (path, asUsual = false) =>
      saying('file-unwritable', path, async () => {
        const flags = constants.O_RDWR | constants.O_CREAT | NO_FOLLOW
        const handle = await open(raw(path), flags, asUsual ? 0o666 : 0o600)
        const disk = createFlush(handle)
        const sink: Sink = {
          write: (offset, bytes) =>
            saying('file-unwritable', path, async () => {
              await write(handle, offset, bytes)
              disk.wrote(bytes.length)
            }),
          read: (offset, length) => saying('file-unreadable', path, () => read(handle, offset, length)),
          finish: (as, durable) =>
            saying('file-unwritable', path, async () => {
              await disk.idle()
              return finish(handle, as, durable)
            }),
          async close() {
            await disk.idle().catch(() => undefined) // `finish` has told it
            await handle.close()
          },
        }
        return sink
      }),
    replace: (from, to) =>
      saying('file-unwritable', to, () =>
        process.platform === 'linux' ? rename(raw(from), raw(to)) : renameOver(from, to),
      ),
    remove: (path) => saying('file-unwritable', path, () => rm(raw(path), { force: true })),
  }
}

async function entry(folder: string, name: string): Promise<{ name: string; known: Known } | null> {
  try {
    return { name, known: knownOf(await lstat(raw(join(folder, name)))) }
  } catch {
    return null // gone meanwhile
  }
}

async function read(
  handle: FileHandle,
  offset: number,
  length: number,
  buffer: Uint8Array = Buffer.allocUnsafe(length),
): Promise<Uint8Array | null> {
  const { bytesRead } = await handle.read(buffer, 0, length, offset)
  return bytesRead === 0 ? null : buffer.subarray(0, bytesRead)
}

async function write(handle: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, offset + at)
    at += bytesWritten
  }
}

/** What a server says of setuid and setgid counts for nothing here. */
async function finish(
  handle: FileHandle,
  { mode, modified, size }: Finish,
  durable: boolean,
): Promise<Finished> {
  await handle.truncate(size)
  if (mode !== null && process.platform !== 'win32') await handle.chmod(mode & 0o777)
  await handle.utimes(modified, modified)
  if (durable) await handle.sync()
  return { size: (await handle.stat()).size, owned: true, kept: true }
}

function knownOf(stats: Awaited<ReturnType<typeof lstat>>): Known {
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'folder'
      : stats.isSymbolicLink()
        ? 'link'
        : 'other'
  const modified = Math.floor(Number(stats.mtimeMs) / 1000)
  const mode = process.platform === 'win32' ? null : Number(stats.mode) & 0o7777
  return { kind, size: Number(stats.size), modified, mode }
}

async function saying<T>(
  code: 'file-unreadable' | 'file-unwritable',
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    const disk = diskProblem(error)
    if (disk !== null)
      throw new LatchkeyError('disk-full', inEnglish(disk.message), { ...disk, cause: error })
    const verb = code === 'file-unreadable' ? 'read' : 'written'
    throw new LatchkeyError(code, `${shownName(path)} can not be ${verb}.`, {
      advice: 'Look at its permissions, and whether it is still there.',
      detail: error.message,
      cause: error,
    })
  }
}
