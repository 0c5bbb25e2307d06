import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Lock, packageName, readLock, root } from './lock.js'
import type { Target } from './targets.js'

const run = promisify(execFile)

/** The paths of the packages that hold compiled code for a target, as package-lock.json names them. */
export function nativePackages(lock: Lock, { os, cpu }: Target): string[] {
  return Object.entries(lock)
    .filter(([, locked]) => locked.dev !== true && locked.os?.includes(os) && locked.cpu?.includes(cpu))
    .filter(([, { libc }]) => libc === undefined || libc.includes('glibc')) // Electron does not run on musl
    .map(([path]) => path)
    .sort()
}

/**
 * Sees to it that node_modules has the compiled packages of these targets: npm installs only those of the machine that it
 * runs on. Each comes through npm, in the version of package-lock.json, and is refused unless its hash is the one there.
 */
export async function fetchNativePackages(targets: Target[], lock = readLock()): Promise<string[]> {
  const wanted = [...new Set(targets.flatMap((target) => nativePackages(lock, target)))]
  await Promise.all(wanted.filter((path) => !isInstalled(lock, path)).map((path) => fetchPackage(lock, path)))
  return wanted
}

function isInstalled(lock: Lock, path: string): boolean {
  const manifest = join(root, path, 'package.json')
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === lock[path]?.version
}

async function fetchPackage(lock: Lock, path: string): Promise<void> {
  const { version, integrity = '' } = lock[path] ?? { version: '' }
  const directory = mkdtempSync(join(root, 'node_modules/.native-')) // on the disk where it is moved to
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const spec = `${packageName(path)}@${version}`
    const args = ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', directory]
    const { stdout } = await run(npm, args, { cwd: root, shell: process.platform === 'win32' })
    const file = join(directory, stdout.trim().split('\n').at(-1) ?? '')
    requireIntegrity(await readFile(file), integrity, spec)
    await run('tar', ['-xzf', file, '-C', directory])
    rmSync(join(root, path), { recursive: true, force: true })
    mkdirSync(dirname(join(root, path)), { recursive: true })
    renameSync(join(directory, 'package'), join(root, path))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Throws unless a tarball has the hash that package-lock.json has of it. */
export function requireIntegrity(tarball: Uint8Array, integrity: string, spec: string): void {
  const [algorithm = '', expected] = integrity.split(/-(.*)/s)
  const actual = algorithm === 'sha512' ? createHash(algorithm).update(tarball).digest('base64') : null
  if (actual === null || actual !== expected)
    throw new Error(`${spec} is not what package-lock.json has: its hash is another.`)
}
