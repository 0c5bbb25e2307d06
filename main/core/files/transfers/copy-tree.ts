import { nameOf, pathIn, shownName } from '../../../../contract/file-names.js'
import type { ConflictChoice } from '../../../../contract/transfers.js'
import { isLatchkeyError, LatchkeyError } from '../../lib/error.js'
import { together } from '../../lib/together.js'
import type { Known, Place } from '../place.js'
import { MOST_DEPTH } from '../walk.js'
import {
  beginningOf,
  type Copied,
  copyFile,
  discardPart,
  type FileMark,
  NameTaken,
  stillBegins,
} from './copy-file.js'
import { freeName, partName } from './given-names.js'
import { refuseIntoItself } from './into-itself.js'
import { createRooms, type Rooms } from './rooms.js'

/** Files under way together: a small one is mostly waiting for answers. */
const TOGETHER = 16

/** What one try of a transfer does, and what it tells. Files are called by their path below the folder they come from. */
export interface TreeCopy {
  from: Place
  to: Place
  sources: string[]
  target: string
  /** Told apart from those of other transfers by it, what is half copied has names of its own. */
  id: string
  signal: AbortSignal
  /** Whether an earlier try is done with it. */
  isDone(file: string): boolean
  markOf(file: string): FileMark | undefined
  onFound(file: string, known: Known): void
  onCounted(): void
  onStart(file: string): void
  onMark(file: string, mark: FileMark): void
  /** Nothing of it is half copied any more. */
  onUnmark(file: string): void
  onBytes(count: number): void
  onCopied(file: string, known: Known, copied: Copied): void
  /** A link or something else that is no file. */
  onLeftOut(file: string, known: Known): void
  onFailed(file: string, error: unknown): void
  /** There is something of the name. `canResume`: it may be the beginning of what comes. */
  choose(conflict: {
    file: string
    path: string
    source: Known
    target: Known
    canResume: boolean
  }): Promise<ConflictChoice>
  onSkipped(file: string): void
  /** What is there is what an earlier try has copied. */
  isCopy(source: Known, target: Known): boolean
  /** Resolves when what is marked is on this computer's disk. */
  noted(): Promise<void>
  /** Waits while another transfer writes there. */
  claim(path: string): Promise<Claim>
}

/** Nobody else writes there until it is released. */
export interface Claim {
  /** Somebody has: what is there may be another now. */
  waited: boolean
  release(): void
}

interface Item {
  file: string
  source: string
  /** Null where the folder that it goes to could not be made. */
  folder: string
  name: string
  known: Known
  /** What is in that folder already; names that this transfer gives are added. */
  there: Map<string, Known>
  /** What has the name has been looked at, and is not the beginning of the source. */
  isOther?: boolean
}

/** Copies files, and folders with all that is in them, into a folder. One that fails is told, and the rest goes on. */
export async function copyTree(copy: TreeCopy): Promise<void> {
  const rooms = createRooms(Math.min(copy.from.piece, copy.to.piece))
  await together(TOGETHER, files(copy), (item) => guarded(item.file, copy, () => copyItem(item, copy, rooms)))
}

async function* files(copy: TreeCopy): AsyncGenerator<Item> {
  const { from, to, target } = copy
  await to.makeFolder(target)
  const there = await namesOf(to, target)
  for (const source of copy.sources) {
    const name = nameOf(source)
    const known = await attempt(name, copy, async () => {
      const there = await lookAt(from, source)
      if (there.kind === 'folder') await refuseIntoItself(copy, source)
      return there
    })
    if (known !== null) yield* found({ file: name, source, folder: target, name, known, there }, copy, 0)
  }
  copy.onCounted()
}

async function* found(item: Item, copy: TreeCopy, depth: number): AsyncGenerator<Item> {
  const { from, to, signal } = copy
  const { file, source, known, folder, name } = item
  signal.throwIfAborted()
  if (known.kind === 'file') {
    copy.onFound(file, known)
    return copy.isDone(file) ? undefined : yield item
  }
  if (known.kind !== 'folder') return copy.onLeftOut(file, known)
  const inside = await attempt(file, copy, async () => {
    if (depth > MOST_DEPTH) throw new LatchkeyError('input-invalid', 'The folders go too deep.')
    const path = to.pathIn(folder, name)
    const isNew = await to.makeFolder(path)
    return { path, there: isNew ? new Map() : await namesOf(to, path), children: await from.list(source) }
  })
  for (const child of inside?.children ?? []) {
    const next = { file: `${file}/${child.name}`, source: from.pathIn(source, child.name), ...child }
    yield* found({ ...next, folder: inside?.path ?? '', there: inside?.there ?? new Map() }, copy, depth + 1)
  }
}

/** A link that is named itself is copied as what it leads to. */
async function lookAt(from: Place, source: string): Promise<Known> {
  const known = await from.look(source)
  if (known === null)
    throw new LatchkeyError('source-gone', `${shownName(source)} is no longer there.`, {
      advice: 'Look at the folder again.',
    })
  return known.kind === 'link' ? follow(from, source) : known
}

async function follow(from: Place, link: string): Promise<Known> {
  try {
    return await from.follow(link)
  } catch (cause) {
    if (!isLatchkeyError(cause, 'remote-not-found')) throw cause
    throw new LatchkeyError('source-gone', `${shownName(link)} is a link that leads nowhere.`, {
      advice: 'Leave it out, or look at what it should lead to.',
      cause,
    })
  }
}

const namesOf = async (place: Place, folder: string) =>
  new Map((await place.list(folder)).map(({ name, known }) => [name, known]))

async function copyItem(item: Item, copy: TreeCopy, rooms: Rooms): Promise<void> {
  const { to, from } = copy
  const { file, folder, known, source } = item
  await giveBack(item, copy)
  const before = item.there.get(item.name)
  if (before?.kind === 'file' && copy.isCopy(known, before)) return takeAsCopied(item, copy)
  const name = await nameFor(item, copy)
  if (name === null) return skip(item, copy)
  const target = to.pathIn(folder, name.name)
  const claim = await copy.claim(target)
  const onceMore = () => {
    claim.release()
    return copyItem(item, copy, rooms)
  }
  try {
    const now = claim.waited ? await to.look(target) : null
    if (now !== null) {
      item.there.set(name.name, now)
      return await onceMore()
    }
    const mark = copy.markOf(file)
    const part = mark?.part ?? pathIn(folder, partName(name.name, copy.id))
    const resumed = name.resume ? await takeAsBeginning(copy, item, target, part) : undefined
    if (name.resume && resumed === undefined) {
      item.isOther = true
      return await onceMore()
    }
    item.there.set(name.name, known)
    copy.onStart(file)
    const copied = await copyFile({
      ...{ from, to, source, target, part, rooms, replaced: name.replaced },
      isNew: !name.isTaken || resumed !== undefined,
      mark: resumed ?? mark,
      signal: copy.signal,
      onMark: (now) => copy.onMark(file, now),
      onBytes: copy.onBytes,
    })
    copy.onCopied(file, known, copied)
  } catch (error) {
    if (!(error instanceof NameTaken)) throw error
    item.there.set(name.name, error.by)
    await onceMore()
  } finally {
    claim.release()
  }
}

/**
 * A file of the user's that was gone on with, and is not the beginning of what the source is by now, has its name again, and
 * all that was in it: nobody has said that it may be written over before the whole is there.
 */
async function giveBack({ file, source, there }: Item, copy: TreeCopy): Promise<void> {
  const { from, to } = copy
  const mark = copy.markOf(file)
  if (mark?.was === undefined || (await stillBegins(from, source, to, mark))) return
  await discardPart(to, mark)
  copy.onUnmark(file)
  copy.onBytes(-mark.written)
  const { path } = mark.was
  const now = await to.look(path)
  if (now !== null) there.set(nameOf(path), now)
}

/** An earlier try, or the time until the name was taken, may have left a part. */
async function skip({ file }: Item, copy: TreeCopy): Promise<void> {
  const mark = copy.markOf(file)
  if (mark !== undefined) {
    await discardPart(copy.to, mark)
    copy.onBytes(-mark.written)
  }
  copy.onSkipped(file)
}

/** The end of an earlier try was lost, with Latchkey: the file has its name already. */
async function takeAsCopied({ file, known }: Item, copy: TreeCopy): Promise<void> {
  const mark = copy.markOf(file)
  if (mark !== undefined) await copy.to.remove(mark.part).catch(() => undefined) // mostly it is not there
  copy.onBytes(known.size - (mark?.written ?? 0))
  copy.onCopied(file, known, { checked: 'size', changed: false, owned: true, kept: true })
}

/** What is there becomes the part that is gone on with, where it is the beginning of the source; else it stays until the whole is there. */
async function takeAsBeginning(
  { from, to, onMark, onBytes, noted, markOf }: TreeCopy,
  { file, source, there }: Item,
  target: string,
  part: string,
): Promise<FileMark | undefined> {
  const beginning = await beginningOf(from, source, to, target)
  if (beginning === null) return undefined
  const before = markOf(file)
  const mark = { part, ...beginning }
  onMark(file, mark)
  await noted() // else nobody would know what the hidden file was, after a crash
  await to.replace(target, part)
  onBytes(mark.written - (before?.written ?? 0))
  there.delete(nameOf(target))
  return mark
}

interface Naming {
  name: string
  resume: boolean
  /** There is something of the name, which is to go. */
  isTaken: boolean
  /** The file that it takes the place of. */
  replaced?: Known
}

async function nameFor(item: Item, copy: TreeCopy): Promise<Naming | null> {
  const { file, folder, name, known, there, isOther = false } = item
  const target = there.get(name)
  if (target === undefined) return { name, resume: false, isTaken: false }
  const path = copy.to.pathIn(folder, name)
  const canResume = target.kind === 'file' && target.size < known.size && !isOther
  const choice = await copy.choose({ file, path, source: known, target, canResume })
  if (choice === 'skip') return null
  if (choice === 'keep-both') return { name: freeName(name, there), resume: false, isTaken: false }
  if (target.kind === 'folder')
    throw new LatchkeyError(
      'remote-exists',
      `There is a folder ${shownName(path)}, and a file can not replace it.`,
      {
        advice: 'Keep both, or rename the folder.',
      },
    )
  if (target.kind !== 'file') return { name, resume: false, isTaken: true }
  return { name, resume: choice === 'resume' && canResume, isTaken: true, replaced: target }
}

/** Null where it fails, which is told. */
async function attempt<T>(file: string, copy: TreeCopy, work: () => Promise<T>): Promise<T | null> {
  let result: T | null = null
  await guarded(file, copy, async () => {
    result = await work()
  })
  return result
}

async function guarded(file: string, copy: TreeCopy, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    copy.signal.throwIfAborted()
    if (error instanceof LatchkeyError && FATAL.includes(error.code)) throw error
    copy.onFailed(file, error)
  }
}

/** With these the next file would fare no better. */
const FATAL = ['ssh-closed', 'remote-full', 'remote-read-only', 'disk-full']
