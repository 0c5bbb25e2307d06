import { mkdirSync, writeSync } from 'node:fs'
import { installPoints } from './fault-points.js'
import { createSnapshots } from './snapshots.js'

/** What has happened since `arm`. */
export interface Progress {
  writes: number
  /** The folder is copied where a write before changed something in it. */
  copies: number
}

/** What a script prints at its end. */
export interface Report<T> extends Progress {
  result: T
}

/**
 * For a script that cut-off.ts starts: from `arm` on, the folder that it works in is copied before each write to it, to
 * the keychain, or to both (`where`), or it dies (SIGKILL) before the nth. Install before the product is imported. `end`
 * reports and ends the process.
 */
export function installCuts(where: 'files' | 'keychain' | 'both' = 'files') {
  const [directory = '', copies = '', dieAt = '0', ...args] = process.argv.slice(2)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const snapshots = createSnapshots(directory, copies)
  let armed = false
  let writes = 0
  installPoints(where, [directory], () => {
    if (!armed || snapshots.atWork()) return
    if (++writes === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
    if (dieAt === '0') snapshots.take()
  })
  const progress = (): Progress => ({ writes, copies: snapshots.count() })
  const arm = () => {
    armed = true
  }
  const end = (result?: unknown) => {
    writeSync(1, JSON.stringify({ ...progress(), result: result ?? null }))
    process.exit(0)
  }
  return { directory, args, arm, progress, end }
}
