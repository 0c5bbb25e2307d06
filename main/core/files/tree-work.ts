import { shownName } from '../../../contract/file-names.js'
import type { FileProgress } from '../../../contract/files.js'
import { problemOf } from '../lib/problem.js'
import { together } from '../lib/together.js'
import type { Log } from '../ports.js'
import { kindOf } from './entries.js'
import { saying } from './file-errors.js'
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
  one(path: Buffer, what: string, work: () => Promise<void>): Promise<boolean>
}

function begin({ sftp, log, signal, tell }: TreeWork) {
  let progress: FileProgress = { done: 0, current: null, problems: [], failed: 0, complete: false }
  const say = (change: Partial<FileProgress>) => {
    progress = { ...progress, ...change }
    tell(progress)
  }
  const tree: Tree = {
    ...{ sftp, signal },
    async one(path, what, work) {
      signal.throwIfAborted()
      const name = nameOfBytes(path)
      try {
        await saying(`${what} ${shownName(name)}`, work())
        say({ done: progress.done + 1, current: name })
        return true
      } catch (error) {
        signal.throwIfAborted()
        const problem = problemOf(error, 'files.tree', log)
        if (problem.code === 'ssh-closed') throw error
        const problems = [...progress.problems, { path: name, problem }].slice(0, MOST_PROBLEMS)
        say({ failed: progress.failed + 1, problems })
        return false
      }
    },
  }
  return { tree, end: () => say({ current: null, complete: true }) }
}

/** Deletes files, links themselves and folders with all that is in them. What fails is told, and the rest goes on. */
export async function removeAll(paths: Buffer[], work: TreeWork): Promise<void> {
  const { tree, end } = begin(work)
  for (const path of paths)
    await tree.one(path, 'delete', async () => {
      const attributes = await tree.sftp.lstat(path)
      await removeOne({ path, attributes }, tree, 0)
    })
  end()
}

async function removeOne({ path, attributes }: Found, tree: Tree, depth: number): Promise<void> {
  const { sftp, signal } = tree
  if (kindOf(attributes) !== 'folder') return sftp.remove(path)
  if (depth > MOST_DEPTH) throw new RangeError('The folders go too deep.')
  const children = await childrenOf(sftp, path, signal)
  const isFolder = (found: Found) => kindOf(found.attributes) === 'folder'
  const removeChild = (child: Found) =>
    tree.one(child.path, 'delete', () => removeOne(child, tree, depth + 1))
  const others = children.filter((child) => !isFolder(child))
  await together(TOGETHER, others, removeChild)
  for (const child of children.filter(isFolder)) await removeChild(child)
  signal.throwIfAborted()
  await sftp.rmdir(path)
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
    await tree.one(path, 'set the permissions of', () =>
      sftp.setstat(path, { mode: isFolder ? folders : files }),
    )
    if (!isFolder || !recursive || depth > MOST_DEPTH) return
    let children: Found[] = []
    const looked = await readable(path, tree, async () => {
      children = await childrenOf(sftp, path, signal)
    })
    if (!looked) return
    const kept = children.filter((child) => kindOf(child.attributes) !== 'link')
    const isLeaf = (child: Found) => kindOf(child.attributes) !== 'folder'
    await together(TOGETHER, kept.filter(isLeaf), (child) => set(child, depth + 1))
    for (const child of kept.filter((one) => !isLeaf(one))) await set(child, depth + 1)
  }
  for (const path of paths) {
    let attributes = {}
    const there = await readable(path, tree, async () => {
      attributes = await sftp.stat(path)
    })
    if (there) await set({ path, attributes }, 0)
  }
  end()
}

/** As `one`, but what goes well is no step of its own. */
async function readable(path: Buffer, tree: Tree, work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    return tree.one(path, 'look into', () => Promise.reject(error))
  }
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
