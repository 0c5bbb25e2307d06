import type { Client } from 'ssh2'
import { told } from '../../../../contract/words/say.js'
import { openSubsystem } from './channel.js'
import { LEAST, type Limits, limitsOf, type Volume, volumeOf } from './extensions.js'
import { packetCutter } from './packets.js'
import { createRoundTrip } from './round-trip.js'
import { isStatus, SftpError } from './sftp-error.js'
import {
  ANSWER,
  type Attributes,
  attributeParts,
  packet,
  REQUEST,
  Reader,
  STATUS,
  writePacket,
} from './wire.js'

/** One name of a folder, as the server gives it. It may be anything, `..` and `a/b` too. */
export interface Named {
  name: Buffer
  attributes: Attributes
}

export type Handle = Buffer

/**
 * An SFTP channel. Every method may throw an SftpError; requests of several callers are under way together, and answers
 * come in whatever order. Paths are bytes; a relative one begins in the user's home.
 */
export interface Sftp {
  limits: Limits
  /** Bytes that the server takes of a channel before it has said that it takes more. */
  window: number
  /** Milliseconds there and back: the least that was seen. */
  roundTrip(): number
  /** Whether the server has named the extension, whatever its version. */
  has(extension: string): boolean
  open(path: Uint8Array, flags: number, attributes?: Attributes): Promise<Handle>
  close(handle: Handle): Promise<void>
  /**
   * At most `length` bytes from `offset`; null at the end of the file. A server may give less. With `room`, which is that
   * long, they are in it, and it must be left alone until then: who reads much spares the garbage of one buffer a piece.
   */
  read(handle: Handle, offset: number, length: number, room?: Uint8Array): Promise<Buffer | null>
  /** `bytes` must be left as they are until then. */
  write(handle: Handle, offset: number, bytes: Uint8Array): Promise<void>
  stat(path: Uint8Array): Promise<Attributes>
  lstat(path: Uint8Array): Promise<Attributes>
  fstat(handle: Handle): Promise<Attributes>
  setstat(path: Uint8Array, attributes: Attributes): Promise<void>
  fsetstat(handle: Handle, attributes: Attributes): Promise<void>
  opendir(path: Uint8Array): Promise<Handle>
  /** The next names of a folder; null at its end. */
  readdir(handle: Handle): Promise<Named[] | null>
  remove(path: Uint8Array): Promise<void>
  mkdir(path: Uint8Array, attributes?: Attributes): Promise<void>
  rmdir(path: Uint8Array): Promise<void>
  realpath(path: Uint8Array): Promise<Buffer>
  readlink(path: Uint8Array): Promise<Buffer>
  /** Fails where there is something of the new name, or doesn't: that is the server's choice. */
  rename(from: Uint8Array, to: Uint8Array): Promise<void>
  /** Replaces what has the new name (`posix-rename@openssh.com`); where the server can't, as `rename`. */
  replace(from: Uint8Array, to: Uint8Array): Promise<void>
  /** What was written is on the server's disk; false where the server has no way to say that (`fsync@openssh.com`). */
  fsync(handle: Handle): Promise<boolean>
  /** Of the file system that the path is on (`statvfs@openssh.com`); null where not told. */
  volume(path: Uint8Array): Promise<Volume | null>
  end(): void
  /** Resolves when the channel is over, to the error that its requests end with. */
  ended: Promise<SftpError | null>
}

interface Answer {
  type: number
  body: Reader
}
interface Waiting {
  room: Uint8Array | undefined
  resolve(answer: Answer): void
  reject(error: Error): void
}

/**
 * Opens the channel and greets. `lost`: resolves to what the connection ended of, which is asked for once the channel is over.
 * Throws where the server has no SFTP.
 */
export async function openSftp(client: Client, lost: Promise<unknown>): Promise<Sftp> {
  const waiting = new Map<number, Waiting>()
  const extensions = new Map<string, string>()
  const greeted = withResolvers()
  let over: SftpError | null = null
  let nextId = 0
  const roundTrip = createRoundTrip()

  const channel = await openSubsystem(client, 'sftp')
  const ended = channel.ended.then(async (why) => {
    lose(why, await atOnce(lost))
    return over
  })
  const cut = packetCutter({
    roomFor: (id) => waiting.get(id)?.room,
    take(type, id, body) {
      if (type === ANSWER.VERSION) return greet(id, body)
      const asked = waiting.get(id)
      if (asked === undefined) throw new RangeError('An answer to nothing that was asked.')
      waiting.delete(id)
      asked.resolve({ type, body: new Reader(body) })
    },
  })
  channel.onData((bytes) => {
    if (over !== null) return
    try {
      cut(bytes)
    } catch (cause) {
      lose(
        told`The server does not speak SFTP as it should: ${cause instanceof Error ? cause.message : String(cause)}`,
      )
      channel.end()
    }
  })

  function greet(version: number, body: Buffer): void {
    const reader = new Reader(body)
    if (version < 3) throw new RangeError(`it speaks version ${version}, and Latchkey 3.`)
    while (!reader.ended)
      extensions.set(reader.string().toString('latin1'), reader.string().toString('latin1'))
    greeted.resolve(undefined)
  }

  function lose(why: string, cause?: unknown): void {
    if (over !== null) return
    over = new SftpError('lost', why, cause)
    greeted.reject(over)
    for (const { reject } of waiting.values()) reject(over)
    waiting.clear()
  }

  function send(bytesFor: (id: number) => Buffer[], room?: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (over !== null) return reject(over)
      const id = nextId
      nextId = (nextId + 1) >>> 0
      waiting.set(id, { room, resolve, reject })
      for (const bytes of bytesFor(id)) channel.write(bytes)
    })
  }
  const ask = (type: number, ...parts: (number | bigint | Uint8Array)[]) =>
    roundTrip.of(send((id) => [packet(type, id, ...parts)]))

  const done = (asked: Promise<Answer>) => said(asked, ANSWER.STATUS, () => undefined)
  const extended = (name: string, ...parts: (number | bigint | Uint8Array)[]) =>
    ask(REQUEST.EXTENDED, Buffer.from(name), ...parts)
  const attributes = (asked: Promise<Answer>) => said(asked, ANSWER.ATTRS, (body) => body.attributes())
  const oneName = (asked: Promise<Answer>) =>
    said(asked, ANSWER.NAME, (body) => {
      if (body.uint32() < 1) throw garbled('The server gave no name.')
      return Buffer.from(body.string())
    })
  const handle = (asked: Promise<Answer>) => said(asked, ANSWER.HANDLE, (body) => Buffer.from(body.string()))

  channel.write(Buffer.from([0, 0, 0, 5, REQUEST.INIT, 0, 0, 0, 3]))
  await greeted.promise

  const sftp: Sftp = {
    limits: LEAST,
    window: channel.window(),
    roundTrip: roundTrip.ms,
    has: (extension) => extensions.has(extension),
    open: (path, flags, given = {}) => handle(ask(REQUEST.OPEN, path, flags, ...attributeParts(given))),
    close: (open) => done(ask(REQUEST.CLOSE, open)),
    async read(open, offset, length, room) {
      const asked = (id: number) => [packet(REQUEST.READ, id, open, BigInt(offset), length)]
      const bytes = await unlessEnd(
        said(send(asked, room), ANSWER.DATA, (data) => (room === undefined ? data.string() : data.all())),
      )
      if (bytes !== null && bytes.length > length) throw garbled('The server gave more than was asked for.')
      return bytes
    },
    write: (open, offset, bytes) => done(send((id) => writePacket(id, open, offset, bytes))),
    stat: (path) => attributes(ask(REQUEST.STAT, path)),
    lstat: (path) => attributes(ask(REQUEST.LSTAT, path)),
    fstat: (open) => attributes(ask(REQUEST.FSTAT, open)),
    setstat: (path, given) => done(ask(REQUEST.SETSTAT, path, ...attributeParts(given))),
    fsetstat: (open, given) => done(ask(REQUEST.FSETSTAT, open, ...attributeParts(given))),
    opendir: (path) => handle(ask(REQUEST.OPENDIR, path)),
    readdir: (open) => unlessEnd(said(ask(REQUEST.READDIR, open), ANSWER.NAME, names)),
    remove: (path) => done(ask(REQUEST.REMOVE, path)),
    mkdir: (path, given = {}) => done(ask(REQUEST.MKDIR, path, ...attributeParts(given))),
    rmdir: (path) => done(ask(REQUEST.RMDIR, path)),
    realpath: (path) => oneName(ask(REQUEST.REALPATH, path)),
    readlink: (path) => oneName(ask(REQUEST.READLINK, path)),
    rename: (from, to) => done(ask(REQUEST.RENAME, from, to)),
    replace: (from, to) =>
      extensions.has('posix-rename@openssh.com')
        ? done(extended('posix-rename@openssh.com', from, to))
        : done(ask(REQUEST.RENAME, from, to)),
    async fsync(open) {
      if (!extensions.has('fsync@openssh.com')) return false
      await done(extended('fsync@openssh.com', open))
      return true
    },
    async volume(path) {
      if (!extensions.has('statvfs@openssh.com')) return null
      const told = extended('statvfs@openssh.com', path)
      return said(told, ANSWER.EXTENDED_REPLY, volumeOf)
    },
    end: channel.end,
    ended,
  }
  if (extensions.has('limits@openssh.com'))
    sftp.limits = await said(extended('limits@openssh.com'), ANSWER.EXTENDED_REPLY, limitsOf)
  return sftp
}

/** One by one: room for as many as a server says would be room for four thousand million. */
function names(body: Reader): Named[] {
  const found: Named[] = []
  for (let left = body.uint32(); left > 0; left--) {
    const name = Buffer.from(body.string())
    body.string() // the line that `ls -l` would print
    found.push({ name, attributes: body.attributes() })
  }
  return found
}

/** What an answer says, or the server's no as an error. One that ends before its parts do is no answer. */
async function said<T>(asked: Promise<Answer>, wanted: number, read: (body: Reader) => T): Promise<T> {
  const { type, body } = await asked
  try {
    if (type === ANSWER.STATUS) refuse(body, wanted)
    else if (type !== wanted) throw garbled(`The server answered with ${type}, not ${wanted}.`)
    return read(body)
  } catch (error) {
    throw error instanceof RangeError ? garbled(error.message) : error
  }
}

/** Throws unless it says that all is well, and no more was asked for. */
function refuse(body: Reader, wanted: number): void {
  const status = body.uint32()
  if (status === STATUS.OK && wanted === ANSWER.STATUS) return
  if (status === STATUS.OK) throw garbled('The server says that all is well, and nothing else.')
  throw new SftpError(status, body.ended ? '' : body.string().toString('utf8'))
}

/** Null where the answer is that there is no more. */
async function unlessEnd<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (isStatus(error, 'EOF')) return null
    throw error
  }
}

/** What it resolves to within this turn: a connection tells of its end beside its channels. Else nothing. */
const atOnce = (value: Promise<unknown>) =>
  Promise.race([value, new Promise((resolve) => setImmediate(resolve))])

const garbled = (why: string) => new SftpError('garbled', why)

function withResolvers() {
  let resolve: (value: unknown) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
