import { shownName } from '../../../../contract/file-names.js'
import type { TransferCheck } from '../../../../contract/transfers.js'
import { told } from '../../../../contract/words/say.js'
import { LatchkeyError } from '../../lib/error.js'
import { together } from '../../lib/together.js'
import type { Finish, Finished, Known, Place, Sink, Source } from '../place.js'
import type { Rooms } from './rooms.js'

const TAIL = 64 * 1024
/** From here on a file is brought to the disk by itself and its end is read again: for small ones that is most of the time. */
const LARGE = 1024 * 1024

/** Of the processors that there are. */
const PAGES = [4 * 1024, 16 * 1024, 64 * 1024]

/** How far a file is, for the case that it is cut off. */
export interface FileMark {
  /** Where the beginning of it is. */
  part: string
  /** So many bytes from the start are written. */
  written: number
  /** What the source was then. */
  source: Known
  /** The beginning was a file of the user's under this name, as it was then. */
  was?: { path: string; known: Known } | undefined
}

export interface FileCopy {
  from: Place
  to: Place
  source: string
  target: string
  /** Where it is written before it gets its name. */
  part: string
  /** What its pieces go through, if it has several. */
  rooms: Rooms
  /** From an earlier try. */
  mark?: FileMark | undefined
  /** The file that it takes the place of: its permissions and its owner are kept. */
  replaced?: Known | undefined
  /** Nothing had the name: what has it by the end is somebody else's, and is not written over. */
  isNew: boolean
  signal: AbortSignal
  onMark(mark: FileMark): void
  /** So many bytes more are on the other side; less than none where a beginning was worth nothing. */
  onBytes(count: number): void
}

export interface Copied extends Omit<Finished, 'size'> {
  checked: TransferCheck
  /** The source was another when it had been read. */
  changed: boolean
}

/** Somebody else has given something the name meanwhile. What was copied is whole, and waits. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken'

  constructor(readonly by: Known) {
    super('The name was taken meanwhile.')
  }
}

/**
 * Copies one file beside the target's name and gives it that name when it is whole. Goes on where an earlier try was cut
 * off, if the source is the same and the end of what is there is what the source has there. Throws NameTaken too.
 */
export async function copyFile(copy: FileCopy): Promise<Copied> {
  const { from, to, signal } = copy
  const source = await from.read(copy.source)
  try {
    if (source.known.kind !== 'file') throw notPlain(copy.source)
    const as = asWhat(source.known, copy)
    // What a window gives has no permissions: it gets those that new files have there.
    const sink = await to.write(copy.part, as.mode === null)
    let checked: Omit<Copied, 'changed'>
    try {
      checked = await check(source, sink, { ...as, size: await fill(source, sink, copy) })
    } finally {
      await sink.close()
    }
    signal.throwIfAborted()
    const [now, inTheWay] = await Promise.all([source.again(), copy.isNew ? to.look(copy.target) : null])
    if (inTheWay !== null) throw new NameTaken(inTheWay)
    await to.replace(copy.part, copy.target)
    return { ...checked, changed: !isSame(now, source.known) }
  } finally {
    await source.close()
  }
}

/** Answers how long it became: what is made when it is read, as in /proc and /sys, says less or more before. */
async function fill(source: Source, sink: Sink, copy: FileCopy): Promise<number> {
  const { known } = source
  const { signal, mark, part, rooms } = copy
  const begun = mark !== undefined && (await goesOn(source, sink, mark))
  if (mark?.was !== undefined && !begun) throw changed(copy.source, told`became another file`) // it is the user's own
  const start = begun ? mark.written : 0
  if (mark !== undefined && start === 0) copy.onBytes(-mark.written)
  const written = contiguous(start, (upTo) =>
    copy.onMark({ part, written: upTo, source: known, was: mark?.was }),
  )
  written.tell()

  /** Up to there, or to where the source ends. */
  const carry = async (offset: number, end: number, room?: Uint8Array): Promise<number> => {
    signal.throwIfAborted()
    let at = offset
    while (at < end) {
      const bytes = await source.read(at, Math.min(end - at, rooms.size), room)
      signal.throwIfAborted()
      if (bytes === null || bytes.length === 0) break
      await sink.write(at, bytes)
      at += bytes.length
      copy.onBytes(bytes.length)
    }
    return at
  }
  if (known.size === 0) return carry(0, Number.POSITIVE_INFINITY)
  if (known.size <= rooms.size) {
    const end = await carry(start, known.size)
    if (end < known.size && !(await isPage(source))) throw changed(copy.source, told`became shorter`)
    written.add(start, end)
    return end
  }
  await together(rooms.count, offsets(start, known.size, rooms.size), (offset) =>
    rooms.use(async (room) => {
      const end = Math.min(offset + rooms.size, known.size)
      if ((await carry(offset, end, room)) < end) throw changed(copy.source, told`became shorter`)
      written.add(offset, end)
    }),
  )
  return known.size
}

/** Files of /sys say that they have a page, whatever is in them, and go on saying it. */
async function isPage(source: Source): Promise<boolean> {
  return PAGES.includes(source.known.size) && isSame(await source.again(), source.known)
}

function* offsets(start: number, end: number, piece: number): Generator<number> {
  for (let at = start; at < end; at += piece) yield at
}

/** Pieces are written in whatever order; told is how far there is no gap. */
function contiguous(start: number, tell: (upTo: number) => void) {
  const ahead = new Map<number, number>()
  let upTo = start
  return {
    tell: () => tell(upTo),
    add(from: number, to: number) {
      ahead.set(from, to)
      for (let next = ahead.get(upTo); next !== undefined; next = ahead.get(upTo)) {
        ahead.delete(upTo)
        upTo = next
      }
      tell(upTo)
    },
  }
}

async function goesOn(source: Source, sink: Pick<Sink, 'read'>, mark: FileMark): Promise<boolean> {
  if (!isSame(source.known, mark.source) || mark.written > source.known.size) return false
  return sameEnd(source, sink, mark.written)
}

/** Whether what an earlier try has left is the beginning of what the source is now. */
export async function stillBegins(from: Place, source: string, to: Place, mark: FileMark): Promise<boolean> {
  if ((await to.look(mark.part)) === null) return false
  const whole = await from.read(source)
  try {
    const part = await to.read(mark.part)
    try {
      return await goesOn(whole, part, mark)
    } finally {
      await part.close()
    }
  } finally {
    await whole.close()
  }
}

/** Takes back what an unfinished copy has left: a file that was the user's gets its name again, as far as there is no gap in it. */
export async function discardPart(place: Place, { part, written, was }: FileMark): Promise<void> {
  const there = await place.look(part)
  if (there === null) return // it was not taken yet, or is whole already
  if (was === undefined) return place.remove(part)
  if ((await place.look(was.path)) !== null)
    throw new LatchkeyError('remote-exists', `There is another ${shownName(was.path)} now.`, {
      advice: `What it was before is ${shownName(part)}.`,
    })
  const sink = await place.write(part)
  try {
    // Never less than it was, whatever became of what comes after that.
    const size = Math.min(Math.max(written, was.known.size), there.size)
    await sink.finish({ ...was.known, size }, false)
  } finally {
    await sink.close()
  }
  await place.replace(part, was.path)
}

/** What the target is as a beginning of the source; null where it is none, as far as its end tells. */
export async function beginningOf(
  from: Place,
  source: string,
  to: Place,
  target: string,
): Promise<Omit<FileMark, 'part'> | null> {
  const whole = await from.read(source)
  try {
    const start = await to.read(target)
    try {
      const { known } = start
      const fits = known.size <= whole.known.size && (await sameEnd(whole, start, known.size))
      return fits ? { written: known.size, source: whole.known, was: { path: target, known } } : null
    } finally {
      await start.close()
    }
  } finally {
    await whole.close()
  }
}

/** Whether the last bytes before `end` are the same in both. */
async function sameEnd(
  source: Pick<Source, 'read'>,
  sink: Pick<Sink, 'read'>,
  end: number,
): Promise<boolean> {
  const start = Math.max(0, end - TAIL)
  const [theirs, ours] = await Promise.all([whole(source, start, end), whole(sink, start, end)])
  return theirs.length === end - start && theirs.equals(ours)
}

async function whole(file: Pick<Source, 'read'>, start: number, end: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for (let at = start; at < end; ) {
    const bytes = await file.read(at, Math.min(end - at, 32 * 1024))
    if (bytes === null || bytes.length === 0) break
    pieces.push(bytes)
    at += bytes.length
  }
  return Buffer.concat(pieces)
}

/** As `sftp` and `scp` do: what is written over keeps its permissions, what is new has those of the source. */
function asWhat({ size, modified, mode }: Known, { replaced, mark, to }: FileCopy): Finish {
  const old = replaced ?? mark?.was?.known
  const ofNew = mode === null ? null : to.newMode(mode)
  return { size, modified, mode: old?.mode ?? ofNew, owner: old?.owner }
}

async function check(source: Source, sink: Sink, as: Finish): Promise<Omit<Copied, 'changed'>> {
  const large = as.size >= LARGE
  const { size, ...rest } = await sink.finish(as, large)
  const same = size === as.size && (!large || (await sameEnd(source, sink, size)))
  if (!same)
    throw new LatchkeyError('transfer-damaged', 'What was written is not what was sent.', {
      advice: 'Try again; if it happens again, the disk there or the server has a fault.',
      retryable: true,
    })
  return { checked: large ? 'tail' : 'size', ...rest }
}

const isSame = (a: Known, b: Known) => a.size === b.size && a.modified === b.modified

function changed(path: string, how: string): LatchkeyError {
  return new LatchkeyError('source-changed', `${shownName(path)} ${how} while it was copied.`, {
    advice: 'Try again when nobody writes to it.',
    retryable: true,
  })
}

function notPlain(path: string): LatchkeyError {
  return new LatchkeyError('input-invalid', `${shownName(path)} is no plain file.`, {
    advice: 'Pipes, sockets and devices can not be copied.',
  })
}
