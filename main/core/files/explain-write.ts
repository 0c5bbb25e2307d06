import { isLatchkeyError } from '../lib/error.js'
import { explainSftp, remoteFull } from './file-errors.js'
import type { Sftp } from './sftp/sftp.js'
import { isStatus } from './sftp/sftp-error.js'

/** Below that a disk counts as full where a server says no more than "Failure". */
const FULL = 1024 * 1024

/**
 * As `explainSftp`, of what was to be written to a path: OpenSSH says no more than "Failure" of a full disk, so the free space
 * is looked at.
 */
export async function explainWrite(
  sftp: Sftp,
  error: unknown,
  what: string,
  path: Uint8Array,
): Promise<unknown> {
  const said = explainSftp(error, what)
  if (!isLatchkeyError(said, 'remote-failed') || !isStatus(error, 'FAILURE')) return said
  const folder = path.subarray(0, path.lastIndexOf(0x2f) + 1)
  const free = await sftp.free(folder).catch(() => null)
  return free !== null && free < FULL ? remoteFull(what, { cause: error }) : said
}
