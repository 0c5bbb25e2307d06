import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { onTestFinished } from 'vitest'

/** A small file system of memory, until the test's end; null where it can't be mounted. `options`: of mount(8), as `size=3m`. */
export function smallDisk(options: string): string | null {
  const path = mkdtempSync('/tmp/latchkey-disk-')
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', path], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => void execFileSync('umount', [path]))
  return path
}
