import { shownName } from '../../../contract/file-names.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { SftpError } from './sftp/sftp-error.js'
import { STATUS } from './sftp/wire.js'

/**
 * What a server's "no" means for the user. SFTP 3 has one code for most of what goes wrong, so the server's own words are
 * looked at too; OpenSSH says no more than "Failure" for a full disk. `what`: what was tried, as "read /etc/shadow".
 */
export function explainSftp(error: unknown, what: string): unknown {
  if (!(error instanceof SftpError)) return error
  const { status, message: detail } = error
  const about = { detail, cause: error }
  if (status === 'lost') return lostFiles(error)
  if (status === 'garbled')
    return new LatchkeyError('remote-failed', `The server's answer makes no sense: can't ${what}.`, {
      ...about,
      advice: 'Its SFTP server has a fault, or something in between changes what it says. Ask who runs it.',
    })
  if (status === STATUS.NO_SUCH_FILE)
    return new LatchkeyError('remote-not-found', `It is not there: can't ${what}.`, {
      ...about,
      advice: 'Refresh the folder: it may have been moved or deleted.',
    })
  if (status === STATUS.PERMISSION_DENIED && /read-only/i.test(detail)) return readOnly(what, about)
  if (status === STATUS.PERMISSION_DENIED)
    return new LatchkeyError('remote-denied', `The server does not let you ${what}.`, {
      ...about,
      advice:
        'Look at the permissions and the owner, or log in as another user. The server may be set to read only.',
    })
  if (/no space|disk full|quota/i.test(detail)) return remoteFull(what, about)
  if (/read-only/i.test(detail)) return readOnly(what, about)
  if (status === STATUS.OP_UNSUPPORTED)
    return new LatchkeyError('remote-failed', `The server has no way to ${what}.`, about)
  return new LatchkeyError('remote-failed', `The server could not ${what}, and does not say why.`, {
    ...about,
    // A disk that a fault has made read-only says so to nobody but its kernel's log (ext4 from Linux 6.14 on).
    advice:
      'Look at the free space, the quota of the user, the permissions there, and whether the disk had a fault (dmesg).',
    retryable: true,
  })
}

/** With the reason of the connection's end where it has one: it names the jump host that is gone. */
function lostFiles({ message: detail, cause }: SftpError): LatchkeyError {
  const parts = { advice: 'Connect again.', retryable: true }
  if (isLatchkeyError(cause)) return cause.with(parts)
  return new LatchkeyError('ssh-closed', 'The connection for files was lost.', { ...parts, detail, cause })
}

type About = { detail: string; cause: unknown }

/** Nothing more fits there. */
export function remoteFull(what: string, about: Partial<About> = {}): LatchkeyError {
  return new LatchkeyError('remote-full', `There is no room left on the server to ${what}.`, {
    ...about,
    advice: 'Make room on its disk, or look at the quota of the user, then try again.',
    retryable: true,
  })
}

/** Nothing can be changed there. */
export function readOnly(what: string, about: About): LatchkeyError {
  return new LatchkeyError('remote-read-only', `The server's file system can only be read: can't ${what}.`, {
    ...about,
    advice: 'Choose another folder, or mount it for writing there.',
  })
}

/** Something of this name is there. */
export function remoteExists(path: string): LatchkeyError {
  return new LatchkeyError('remote-exists', `There is already ${shownName(path)}.`, {
    advice: 'Choose another name.',
  })
}

/** Runs work of one purpose, its failures in words. `what` completes "The server does not let you …". */
export async function saying<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw explainSftp(error, what)
  }
}
