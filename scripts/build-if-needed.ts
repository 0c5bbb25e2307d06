import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** The build writes it last. */
const built = join(root, 'out/renderer-files.json')
const sources = [
  'contract',
  'main',
  'preload',
  'renderer',
  'assets',
  'words',
  'electron.vite.config.ts',
  'package.json',
]

/** Builds Latchkey into out/ unless what is there is newer than every source. Throws if the build fails. */
export function buildIfNeeded(): void {
  if (existsSync(built) && newest(sources.map((name) => join(root, name))) < statSync(built).mtimeMs) return
  process.stderr.write('Building Latchkey …\n')
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (status !== 0) throw new Error('The build failed; its messages are above.')
}

/** Milliseconds since the epoch of the newest change in files and directories, tests aside. */
function newest(paths: string[]): number {
  return paths.filter(existsSync).reduce((time, path) => Math.max(time, changedAt(path)), 0)
}

function changedAt(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stats.mtimeMs
  return newest(readdirSync(path).map((name) => join(path, name)))
}
