import { pathIn, shownName } from '../../../contract/file-names.js'
import { LatchkeyError } from '../lib/error.js'
import { type Doing, doing } from './doing.js'
import { kindOf } from './entries.js'
import { explainChange } from './explain-change.js'
import { allNamesIn } from './list-folder.js'
import { type MoreChannels, noMoreChannels } from './more-channels.js'
import { bytesOfName, isFileName, nameOfBytes } from './name-bytes.js'
import type { Finish, Finished, Known, Place, Sink, Source } from './place.js'
import { putInPlace } from './put-in-place.js'
import type { Handle, Sftp } from './sftp/sftp.js'
import { isStatus, SftpError } from './sftp/sftp-error.js'
import { type Attributes, OPEN } from './sftp/wire.js'
import { spreadWrites } from './spread-writes.js'

/** A server's files as a place to copy from and to; `more`: what large files may be written through too. Failures come in words. */
export function remotePlace(sftp: Sftp, more: MoreChannels = noMoreChannels): Place {
  const saying = async <T>(verb: Doing, path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const what = doing[verb](shownName(path))
      const takesRoom = verb === 'write' || verb === 'makeFolder'
      throw await explainChange(sftp, error, what, bytesOfName(path), takesRoom)
    }
  }

  return {
    piece: Math.min(sftp.limits.read, sftp.limits.write),
    look: (path) =>
      saying('look', path, async () => {
        try {
          return knownOf(await sftp.lstat(bytesOfName(path)))
        } catch (error) {
          if (isStatus(error, 'NO_SUCH_FILE')) return null
          throw error
        }
      }),
    follow: (path) => saying('look', path, async () => knownOf(await sftp.stat(bytesOfName(path)))),
    list: (folder) =>
      saying('list', folder, async () => {
        const found: { name: string; known: Known }[] = []
        for await (const { name, attributes } of allNamesIn(sftp, bytesOfName(folder)))
          found.push({ name: nameOfBytes(name), known: knownOf(attributes) })
        return found
      }),
    newMode: (mode) => mode,
    pathIn(folder, name) {
      if (isFileName(bytesOfName(name))) return pathIn(folder, name)
      throw new LatchkeyError('input-invalid', `${shownName(name)} is no name of a file.`)
    },
    makeFolder: (path) =>
      saying('makeFolder', path, async () => {
        try {
          await sftp.mkdir(bytesOfName(path))
          return true
        } catch (error) {
          const there = await sftp.stat(bytesOfName(path)).catch(() => null)
          if (there !== null && kindOf(there) === 'folder') return false
          throw error
        }
      }),
    read: (path) =>
      saying('read', path, async () => {
        const handle = await sftp.open(bytesOfName(path), OPEN.READ)
        const again = async () => knownOf(await sftp.fstat(handle))
        const known = await again().catch(async (error) => {
          await closed(sftp, handle)
          throw error
        })
        const source: Source = {
          known,
          read: (offset, length, room) => saying('read', path, () => sftp.read(handle, offset, length, room)),
          again: () => saying('look', path, again),
          close: () => closed(sftp, handle),
        }
        return source
      }),
    write: (path, asUsual = false) =>
      saying('write', path, async () => {
        const flags = OPEN.READ | OPEN.WRITE | OPEN.CREATE
        const handle = await sftp.open(bytesOfName(path), flags, asUsual ? {} : { mode: 0o600 })
        const writes = spreadWrites(bytesOfName(path), { sftp, handle }, more)
        const sink: Sink = {
          write: (offset, bytes) => saying('write', path, () => writes.write(offset, bytes)),
          read: (offset, length) => saying('read', path, () => sftp.read(handle, offset, length)),
          finish: (as, durable) => saying('write', path, () => finish(sftp, handle, as, durable)),
          async close() {
            await writes.close()
            await closed(sftp, handle)
          },
        }
        return sink
      }),
    replace: (from, to) => saying('write', to, () => putInPlace(sftp, bytesOfName(from), bytesOfName(to))),
    remove: (path) => saying('delete', path, () => sftp.remove(bytesOfName(path))),
  }
}

/** Requests are served in their order, so none waits for the one before. */
async function finish(
  sftp: Sftp,
  handle: Handle,
  { mode, modified, size, owner }: Finish,
  durable: boolean,
): Promise<Finished> {
  // Only root may give files away: who may not is told so, and has the file all the same.
  const given = owner === undefined ? true : taken(sftp.fsetstat(handle, owner))
  // As `put` of sftp, which asks for neither: that a FAT disk or a gateway to other storage takes none is no failure.
  const as = { size, mtime: modified, ...(mode !== null && { mode: mode & 0o777 }) }
  const set = taken(sftp.fsetstat(handle, as))
  const synced = durable ? sftp.fsync(handle) : true
  const [now, owned, kept] = await Promise.all([sftp.fstat(handle), given, set, synced])
  return { size: now.size ?? size, owned, kept }
}

/** Whether the server says yes. */
async function taken(asked: Promise<void>): Promise<boolean> {
  try {
    await asked
    return true
  } catch (error) {
    if (error instanceof SftpError && error.status !== 'lost') return false
    throw error
  }
}

/** A handle of a channel that is over is closed with it. */
async function closed(sftp: Sftp, handle: Handle): Promise<void> {
  await sftp.close(handle).catch((error) => {
    if (!(error instanceof SftpError && error.status === 'lost')) throw error
  })
}

function knownOf(attributes: Attributes): Known {
  const { size = 0, mtime = 0, mode, uid, gid } = attributes
  return {
    kind: kindOf(attributes) ?? 'file',
    size,
    modified: mtime,
    mode: mode === undefined ? null : mode & 0o7777,
    owner: uid === undefined || gid === undefined ? undefined : { uid, gid },
  }
}
