import { shownName } from '../../../contract/file-names.js'
import type { FileProgress } from '../../../contract/files.js'
import { problemOf } from '../lib/problem.js'
import { together } from '../lib/together.js'
import type { Log } from '../ports.js'
import { type Doing, doing } from './doing.js'
import { kindOf } from './entries.js'
import { changing } from './explain-change.js'
import { nameOfBytes } from './name-bytes.js'
import type { Sftp } from './sftp/sftp.js'
import { isStatus } from './sftp/sftp-error.js'
import { childrenOf, type Found, MOST_DEPTH } from './walk.js'

const MOST_PROBLEMS = 100
/** Requests under way together: each takes a round trip. */
const TOGETHER = 32

interface TreeWork {
  sftp: Sftp
  log: Log
  signal: AbortSignal
  tell(progress: FileProgress): void
}

interface Tree {
  sftp: Sftp
  signal: AbortSignal
  /** Runs one request about a path; a failure is noted, and false. */
  one(path: Buffer, what: Doing, work: () => Promise<void>): Promise<boolean>
  /** As `one`, but what goes well is no step of its own; null where it fails. */
  look<T>(path: Buffer, what: Doing, work: () => Promise<T>): Promise<T | null>
  /** A folder stays for what is left in it. */
  keep(): void
}

function begin({ sftp, log, signal, tell }: TreeWork) {
  let progress: FileProgress = {
    ...{ done: 0, current: null, problems: [], failed: 0, kept: 0, complete: false },
  }
  const say = (change: Partial<FileProgress>) => {
    progress = { ...progress, ...change }
    tell(progress)
  }
  const look: Tree['look'] = async (path, what, work) => {
    signal.throwIfAborted()
    const name = nameOfBytes(path)
    try {
      return await changing(sftp, doing[what](shownName(name)), path, false, work())
    } catch (error) {
      signal.throwIfAborted()
      const problem = problemOf(error, 'files.tree', log)
      if (problem.code === 'ssh-closed') throw error
      const problems = [...progress.problems, { path: name, problem }].slice(0, MOST_PROBLEMS)
      say({ failed: progress.failed + 1, problems })
      return null
    }
  }
  const tree: Tree = {
    ...{ sftp, signal, look },
    async one(path, what, work) {
      const worked = await look(path, what, () => work().then(() => true))
      if (worked) say({ done: progress.done + 1, current: nameOfBytes(path) })
      return worked ?? false
    },
    keep: () => say({ kept: progress.kept + 1 }),
  }
  return { tree, end: () => say({ current: null, complete: true }) }
}

/** Deletes files, links themselves and folders with all that is in them. What fails is told, and the rest goes on. */
export async function removeAll(paths: Buffer[], work: TreeWork): Promise<void> {
  const { tree, end } = begin(work)
  for (const path of paths) {
    const attributes = await tree.look(path, 'delete', () => tree.sftp.lstat(path))
    if (attributes !== null) await removeOne({ path, attributes }, tree, 0)
  }
  end()
}

/** Whether it is gone. A folder that stays for what is left in it is no failure of its own: that has been told by then. */
async function removeOne({ path, attributes }: Found, tree: Tree, depth: number): Promise<boolean> {
  const { sftp, signal } = tree
  const isFolder = (found: Pick<Found, 'attributes'>) => kindOf(found.attributes) === 'folder'
  if (!isFolder({ attributes })) return tree.one(path, 'delete', () => sftp.remove(path))
  const children = await tree.look(path, 'delete', async () => {
    if (depth > MOST_DEPTH) throw new RangeError('The folders go too deep.')
    return childrenOf(sftp, path, signal)
  })
  let empty = children !== null
  const removeChild = async (child: Found) => {
    if (!(await removeOne(child, tree, depth + 1))) empty = false
  }
  const others = children?.filter((child) => !isFolder(child)) ?? []
  await together(TOGETHER, others, removeChild)
  for (const child of children?.filter(isFolder) ?? []) await removeChild(child)
  signal.throwIfAborted()
  if (empty) return tree.one(path, 'delete', () => sftp.rmdir(path))
  if (children !== null) tree.keep()
  return false
}

/** Sets the permissions of files and folders; links, and what they lead to, are left alone unless named. */
export async function setAllPermissions(
  paths: Buffer[],
  { files, folders, recursive }: { files: number; folders: number; recursive: boolean },
  work: TreeWork,
): Promise<void> {
  const { tree, end } = begin(work)
  const { sftp, signal } = tree
  async function set({ path, attributes }: Found, depth: number): Promise<void> {
    const isFolder = kindOf(attributes) === 'folder'
    await tree.one(path, 'setPermissions', () => sftp.setstat(path, { mode: isFolder ? folders : files }))
    if (!isFolder || !recursive || depth > MOST_DEPTH) return
    const children = await tree.look(path, 'list', () => childrenOf(sftp, path, signal))
    if (children === null) return
    const kept = children.filter((child) => kindOf(child.attributes) !== 'link')
    const isLeaf = (child: Found) => kindOf(child.attributes) !== 'folder'
    await together(TOGETHER, kept.filter(isLeaf), (child) => set(child, depth + 1))
    for (const child of kept.filter((one) => !isLeaf(one))) await set(child, depth + 1)
  }
  for (const path of paths) {
    const attributes = await tree.look(path, 'look', () => sftp.stat(path))
    if (attributes !== null) await set({ path, attributes }, 0)
  }
  end()
}

/** Whether something of the name is there; links count, whatever they lead to. */
export async function isThere(sftp: Sftp, path: Buffer): Promise<boolean> {
  try {
    await sftp.lstat(path)
    return true
  } catch (error) {
    if (isStatus(error, 'NO_SUCH_FILE')) return false
    throw error
  }
}
