import { randomBytes } from 'node:crypto'
import type { Sftp } from './sftp/sftp.js'

/** A fresh name beside a file, hidden, and short enough where the file's own name is as long as can be. */
export function nameBeside(path: Buffer, mark: string): Buffer {
  const cut = path.lastIndexOf(0x2f) + 1
  const end = `.${mark}-${randomBytes(4).toString('hex')}`
  const name = path.subarray(cut, cut + 255 - end.length - 1)
  return Buffer.concat([path.subarray(0, cut), Buffer.from('.'), name, Buffer.from(end)])
}

/**
 * Gives a finished file the name of another, which it replaces: at once where the server can (`posix-rename@openssh.com`).
 * Else the old one is put aside for that moment, and put back where it fails.
 */
export async function putInPlace(sftp: Sftp, from: Buffer, to: Buffer): Promise<void> {
  if (sftp.has('posix-rename@openssh.com')) return sftp.replace(from, to)
  const aside = nameBeside(to, 'latchkey-old')
  const there = await sftp.rename(to, aside).then(
    () => true,
    () => false, // nothing is there, or the next rename says what is wrong
  )
  try {
    await sftp.rename(from, to)
  } catch (error) {
    if (there) await sftp.rename(aside, to)
    throw error
  }
  if (there) await sftp.remove(aside)
}
