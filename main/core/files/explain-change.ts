import { shownName } from '../../../contract/file-names.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { explainSftp, readOnly, remoteFull } from './file-errors.js'
import { nameOfBytes } from './name-bytes.js'
import type { Sftp } from './sftp/sftp.js'
import { isStatus, SftpError } from './sftp/sftp-error.js'

/** Below that a disk counts as full where a server says no more than "Failure". */
const FULL = 1024 * 1024

/**
 * As `explainSftp`, of a change at a path: OpenSSH says no more than "Failure" of a disk that is full or can only be read, and
 * "Bad message" of a name that is too long, so the file system is looked at. `takesRoom`: something new would be there.
 */
export async function explainChange(
  sftp: Sftp,
  error: unknown,
  what: string,
  path: Uint8Array,
  takesRoom: boolean,
): Promise<unknown> {
  const said = explainSftp(error, what)
  if (!isLatchkeyError(said, 'remote-failed') || !(error instanceof SftpError)) return said
  if (!isStatus(error, 'FAILURE', 'BAD_MESSAGE')) return said
  const cut = path.lastIndexOf(0x2f) + 1
  const volume = await sftp.volume(path.subarray(0, cut)).catch(() => null)
  if (volume === null) return said
  const about = { detail: error.message, cause: error }
  if (volume.readOnly) return readOnly(what, about)
  const name = path.subarray(cut)
  if (name.length > volume.longestName && volume.longestName > 0) return tooLong(name, volume.longestName)
  if (!takesRoom) return said
  if (volume.outOfFiles) return outOfFiles(what, error)
  return volume.free < FULL ? remoteFull(what, about) : said
}

/** Runs work as `saying` does, its failures explained as those of a change at a path. */
export async function changing<T>(
  sftp: Sftp,
  what: string,
  path: Uint8Array,
  takesRoom: boolean,
  work: Promise<T>,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw await explainChange(sftp, error, what, path, takesRoom)
  }
}

function tooLong(name: Uint8Array, most: number): LatchkeyError {
  const shown = shownName(nameOfBytes(name))
  return new LatchkeyError('input-invalid', `The name ${shown} is too long for the disk there.`, {
    advice: `Choose one of at most ${most} bytes; a letter that is not plain ASCII takes two to four.`,
  })
}

function outOfFiles(what: string, cause: unknown): LatchkeyError {
  return new LatchkeyError('remote-full', `The server's disk takes no more files: can't ${what}.`, {
    advice: 'All its inodes are used (df -i): delete files that nobody needs, then try again.',
    retryable: true,
    cause,
  })
}
