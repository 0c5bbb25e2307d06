import { execFile } from 'node:child_process'
import { cp, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Report } from './cut-points.js'
import type { Keyring } from './keyring.js'

/** What a script with `installCuts` does to a folder. */
export interface Work {
  /** Bundled. */
  script: string
  /** Gets the folders of all runs. */
  into: string
  /** What the folder holds at first; without it there is none. */
  prepared?: string
  args?: string[]
  /**
   * The keychain that it writes to: its files are in the folder as well, and it is started over a folder before that is
   * worked in or looked at. The work's own files are in `profile` beside them.
   */
  keyring?: Keyring
}

/** A folder as some process left it, or would have left it. */
export interface Cut {
  directory: string
  /** For messages. */
  at: string
  /** Whether the work was done to its end. */
  through: boolean
}

/**
 * Cuts off the work at every write. One process does it once and copies the folder before each write (a snapshot is what
 * a killed process leaves, for the kernel keeps what was written, and so does a keychain's daemon, which has it on the
 * disk before it answers); a few others are really killed (SIGKILL), before the first write, the middle one and the
 * last. `look` opens each folder as after a restart, the finished one too, expects
 * what must hold, and answers what it saw: a real kill has to show what one of the others has shown.
 */
export async function cutOff<T>(
  work: Work,
  look: (cut: Cut) => Promise<T>,
): Promise<{ writes: number; copies: number; seen: T[] }> {
  const { writes, copies, end } = await snapshotEachWrite(work)
  const seen: T[] = []
  const lookAt = async (cut: Cut) => {
    await work.keyring?.over(cut.directory)
    return named(look, cut)
  }
  for (const [index, directory] of copies.entries())
    seen.push(await lookAt({ directory, at: `snapshot ${index + 1}`, through: false }))
  seen.push(await lookAt({ directory: end, at: 'got through', through: true }))
  for (const write of [1, Math.ceil(writes / 2), writes]) {
    const at = `killed at write ${write}`
    const found = await lookAt({ directory: await killAtWrite(work, write), at, through: false })
    expect(seen, at).toContainEqual(found)
  }
  return { writes, copies: copies.length, seen }
}

/** What goes wrong in it says where. */
async function named<T>(look: (cut: Cut) => Promise<T>, cut: Cut): Promise<T> {
  try {
    return await look(cut)
  } catch (error) {
    if (error instanceof Error && !error.message.includes(cut.at))
      error.message = `${cut.at}: ${error.message}`
    throw error
  }
}

/** Does the work once. Answers the copies, in order, and the folder at the end. */
export async function snapshotEachWrite<T>(work: Work) {
  const { directory, copies } = await folders(work)
  const report = await run<T>(work, [directory, copies, '0'])
  if (report === null) throw new Error('It was killed by somebody else')
  const paths = Array.from({ length: report.copies }, (_, i) => join(copies, String(i + 1)))
  return { writes: report.writes, result: report.result, copies: paths, end: directory }
}

/** Really kills it before its nth write; the folder that it leaves. */
export async function killAtWrite(work: Work, write: number): Promise<string> {
  const { directory, copies } = await folders(work)
  if ((await run(work, [directory, copies, String(write)])) !== null)
    throw new Error(`It got through before write ${write}`)
  return directory
}

async function folders({ into, prepared, keyring }: Work) {
  const own = await mkdtemp(join(into, 'run-'))
  const directory = join(own, 'work')
  if (prepared !== undefined) await cp(prepared, directory, { recursive: true })
  await keyring?.over(directory)
  return { directory, copies: join(own, 'copies') }
}

/** Null if it was killed. Fails if it ended in any other way. */
function run<T>({ script, args = [], keyring }: Work, own: string[]): Promise<Report<T> | null> {
  const env = keyring?.env ?? process.env
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...own, ...args], { env }, (error, stdout) => {
      if (error?.signal === 'SIGKILL') resolve(null)
      else if (error) reject(error)
      else resolve(JSON.parse(stdout))
    })
  })
}
