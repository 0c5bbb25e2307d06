import { constants } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { asPlainText } from '../../contract/base.js'
import { MOST_IMPORT_BYTES } from '../../contract/keys.js'
import { LatchkeyError } from '../core/lib/error.js'

/** One byte more than the core takes, so that it can tell a file that is too large. */
const MOST_BYTES = MOST_IMPORT_BYTES + 1
// Windows has neither. Without O_NONBLOCK a named pipe would keep us waiting for somebody to write into it.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants

/**
 * The beginning of a key file that the system has handed over. Throws `key-unreadable` for what is no plain file: a link may
 * lead elsewhere than its name says, and a device may never end.
 */
export async function readKeyFile(path: string): Promise<Uint8Array> {
  const name = asPlainText(basename(path))
  try {
    if ((await lstat(path)).isSymbolicLink())
      throw unreadable(`${name} is a link to another file.`, 'Open the file that it leads to.')
    const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const about = await handle.stat()
      if (!about.isFile()) throw unreadable(`${name} is no plain file.`, 'Open the file of a private key.')
      const buffer = Buffer.alloc(Math.min(about.size, MOST_BYTES))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (cause instanceof LatchkeyError) throw cause
    throw unreadable(
      `The file ${name} can not be read.`,
      'Look whether it is there and whether you may read it.',
      cause,
    )
  }
}

function unreadable(message: string, advice: string, cause?: unknown): LatchkeyError {
  return new LatchkeyError('key-unreadable', message, { advice, cause })
}
