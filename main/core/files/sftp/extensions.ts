import type { Reader } from './wire.js'

/* What servers tell of themselves by extensions of OpenSSH's (its PROTOCOL, §4). */

/** What a server takes and gives in one request. */
export interface Limits {
  read: number
  write: number
  /** Handles that may be open together. */
  handles: number
}

/** A file system, as the login's user finds it. */
export interface Volume {
  /** Bytes that may still be written. */
  free: number
  /** It takes no more files, whatever their size: all its inodes are used. */
  outOfFiles: boolean
  /** It is mounted for reading alone. */
  readOnly: boolean
  /** Bytes of the longest name. */
  longestName: number
}

/** Without `limits@openssh.com`: what every server must take (§3). */
export const LEAST: Limits = { read: 32 * 1024, write: 32 * 1024, handles: 64 }
/** With head and handle it stays below OpenSSH's longest packet. */
const MOST = 255 * 1024
/** A flag of `statvfs@openssh.com`. */
const READ_ONLY = 1

/** The answer to `limits@openssh.com` (§4.8): longest packet, read and write, and handles; 0 for what is not said. */
export function limitsOf(body: Reader): Limits {
  const [, read = 0, write = 0, handles = 0] = numbers(body, 4)
  const within = (told: number, least: number) => (told === 0 ? least : Math.min(told, MOST))
  return {
    read: within(read, LEAST.read),
    write: within(write, LEAST.write),
    handles: handles === 0 ? LEAST.handles : Math.min(handles, 1000),
  }
}

/** The answer to `statvfs@openssh.com` (§4.4), as statvfs(3) has it. Some file systems count no files, and say that there can be none. */
export function volumeOf(body: Reader): Volume {
  const told = numbers(body, 11)
  const [, fragment = 0, , , available = 0, files = 0, , filesLeft = 0, , flags = 0, longestName = 0] = told
  return {
    free: fragment * available,
    outOfFiles: files > 0 && filesLeft === 0,
    readOnly: (flags & READ_ONLY) !== 0,
    longestName,
  }
}

const numbers = (body: Reader, count: number) => Array.from({ length: count }, () => body.uint64())
