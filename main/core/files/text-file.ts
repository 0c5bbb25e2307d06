import { createHash } from 'node:crypto'
import { parentOf, shownName } from '../../../contract/file-names.js'
import { MOST_TEXT_BYTES, type TextFile } from '../../../contract/files.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { doing } from './doing.js'
import { kindOf } from './entries.js'
import { changing } from './explain-change.js'
import { saying } from './file-errors.js'
import { nameOfBytes } from './name-bytes.js'
import { nameBeside, putInPlace } from './put-in-place.js'
import type { Handle, Sftp } from './sftp/sftp.js'
import { isStatus } from './sftp/sftp-error.js'
import { type Attributes, OPEN } from './sftp/wire.js'

const BOM = Buffer.from([0xef, 0xbb, 0xbf])

export interface TextChange {
  text: string
  lineEnds: 'lf' | 'crlf'
  bom: boolean
  /** Null: whatever is there now. */
  version: string | null
}

/** A text file whole, links followed. Throws `file-not-text` too. */
export async function readText(sftp: Sftp, path: Buffer): Promise<TextFile> {
  const what = doing.read(shownName(nameOfBytes(path)))
  const real = await saying(what, sftp.realpath(path))
  const bytes = await saying(what, readWhole(sftp, real))
  const text = decode(bytes, real)
  const { bom, plain } = withoutBom(text)
  return {
    path: nameOfBytes(real),
    text: plain.replace(/\r\n/g, '\n'),
    lineEnds: lineEndsOf(plain),
    bom,
    version: versionOf(bytes),
    writable: await isWritable(sftp, real),
  }
}

/** Saves a text file whole, by a new one in its place. Throws `remote-changed` too, and has then changed nothing. */
export async function saveText(sftp: Sftp, path: Buffer, change: TextChange): Promise<TextFile> {
  const what = doing.write(shownName(nameOfBytes(path)))
  const real = await saying(what, sftp.realpath(path))
  const old = await saying(what, attributesOf(sftp, real))
  const plain = change.lineEnds === 'crlf' ? change.text.replace(/\r?\n/g, '\r\n') : change.text
  const bytes = Buffer.concat([change.bom ? BOM : Buffer.alloc(0), Buffer.from(plain)])
  if (bytes.length > MOST_TEXT_BYTES) throw tooLarge(real)
  const temporary = nameBeside(real, 'latchkey')
  try {
    await makeBeside(sftp, { what, temporary, real }, () => write(sftp, temporary, bytes, old))
    // Late, so that as little time as can be is left for somebody else to write.
    if (change.version !== null) await requireSame(sftp, real, old, change.version, what)
    await changing(sftp, what, real, true, putInPlace(sftp, temporary, real))
  } catch (error) {
    await sftp.remove(temporary).catch(() => undefined) // what went wrong before is what counts
    throw error
  }
  return readText(sftp, real)
}

async function makeBeside(
  sftp: Sftp,
  { what, temporary, real }: { what: string; temporary: Buffer; real: Buffer },
  make: () => Promise<void>,
): Promise<void> {
  try {
    await changing(sftp, what, temporary, true, make())
  } catch (error) {
    const isDenied = isLatchkeyError(error, 'remote-denied') && isStatus(error.cause, 'PERMISSION_DENIED')
    throw isDenied ? noRoomBeside(error, real) : error
  }
}

/** Who may write a file need not be let make another beside it. */
function noRoomBeside(cause: LatchkeyError, path: Buffer): LatchkeyError {
  const folder = shownName(parentOf(nameOfBytes(path)))
  return new LatchkeyError('remote-denied', `The server does not let you make a file in ${folder}.`, {
    advice:
      'What is saved is written beside the old file first, so that this is never half a file. Edit it in the terminal, or log in as another user.',
    detail: cause.info.detail ?? '',
    cause,
  })
}

async function readWhole(sftp: Sftp, path: Buffer): Promise<Buffer> {
  const { mode, size = 0 } = await sftp.stat(path)
  if (mode !== undefined && kindOf({ mode }) !== 'file') throw notText(path, 'It is no plain file.')
  if (size > MOST_TEXT_BYTES) throw tooLarge(path)
  const handle = await sftp.open(path, OPEN.READ)
  try {
    const pieces: Buffer[] = []
    let length = 0
    for (;;) {
      const piece = await sftp.read(handle, length, sftp.limits.read)
      if (piece === null || piece.length === 0) return Buffer.concat(pieces)
      pieces.push(piece)
      length += piece.length
      if (length > MOST_TEXT_BYTES) throw tooLarge(path)
    }
  } finally {
    await sftp.close(handle)
  }
}

/** Undefined where there is no such file: it is made then. */
async function attributesOf(sftp: Sftp, path: Buffer): Promise<Attributes | undefined> {
  try {
    return await sftp.stat(path)
  } catch (error) {
    if (isStatus(error, 'NO_SUCH_FILE')) return undefined
    throw error
  }
}

async function write(sftp: Sftp, path: Buffer, bytes: Buffer, old: Attributes | undefined): Promise<void> {
  const handle = await sftp.open(path, OPEN.WRITE | OPEN.CREATE | OPEN.EXCLUSIVE, { mode: 0o600 })
  try {
    for (let at = 0; at < bytes.length; at += sftp.limits.write)
      await sftp.write(handle, at, bytes.subarray(at, at + sftp.limits.write))
    if (old !== undefined) await takeAfter(sftp, handle, old, path)
    else await sftp.fsetstat(handle, { mode: 0o644 })
    await sftp.fsync(handle)
  } finally {
    await sftp.close(handle)
  }
}

/** Owner and permissions of the file that is replaced. The owner first: changing it takes setuid bits away. */
async function takeAfter(sftp: Sftp, handle: Handle, old: Attributes, path: Buffer): Promise<void> {
  const now = await sftp.fstat(handle)
  const { uid, gid } = old
  if (uid !== undefined && gid !== undefined && (uid !== now.uid || gid !== now.gid))
    try {
      await sftp.fsetstat(handle, { uid, gid })
    } catch (cause) {
      throw new LatchkeyError(
        'remote-denied',
        'The file belongs to another user or group, and would be yours afterwards.',
        {
          advice: 'Log in as its owner, or change it with sudo in the terminal.',
          detail: `${shownName(nameOfBytes(path))}: ${cause instanceof Error ? cause.message : ''}`,
          cause,
        },
      )
    }
  if (old.mode !== undefined) await sftp.fsetstat(handle, { mode: old.mode & 0o7777 })
}

async function requireSame(
  sftp: Sftp,
  path: Buffer,
  old: Attributes | undefined,
  version: string,
  what: string,
): Promise<void> {
  const now = old === undefined ? null : await saying(what, readWhole(sftp, path))
  if (now !== null && versionOf(now) === version) return
  const message =
    now === null ? 'The file is no longer there.' : 'Somebody else has changed the file meanwhile.'
  throw new LatchkeyError('remote-changed', message, {
    advice: 'Look at what is there now, or save over it.',
  })
}

/** As the server's permissions tell; only the server itself knows for sure. */
async function isWritable(sftp: Sftp, path: Buffer): Promise<boolean | null> {
  try {
    const handle = await sftp.open(path, OPEN.WRITE) // without CREATE and TRUNCATE nothing changes by that
    await sftp.close(handle)
    return true
  } catch (error) {
    return isStatus(error, 'PERMISSION_DENIED') ? false : null
  }
}

function decode(bytes: Buffer, path: Buffer): string {
  if (bytes.includes(0)) throw notText(path, 'It holds NUL bytes.')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw notText(path, 'It is not in UTF-8.')
  }
}

function withoutBom(text: string): { bom: boolean; plain: string } {
  const bom = text.startsWith('\ufeff')
  return { bom, plain: bom ? text.slice(1) : text }
}

function lineEndsOf(text: string): TextFile['lineEnds'] {
  const crlf = text.match(/\r\n/g)?.length ?? 0
  if (crlf === 0) return 'lf'
  return text.match(/\n/g)?.length === crlf ? 'crlf' : 'mixed'
}

const versionOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64')

function tooLarge(path: Buffer): LatchkeyError {
  return notText(path, `It has more than ${MOST_TEXT_BYTES / 1024 / 1024} MB.`)
}

function notText(path: Buffer, why: string): LatchkeyError {
  return new LatchkeyError('file-not-text', `${shownName(nameOfBytes(path))} can't be edited here. ${why}`, {
    advice: 'Download it, and open it in a program for it.',
  })
}
