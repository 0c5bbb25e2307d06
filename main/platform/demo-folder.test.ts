import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { testLog } from '../../test/helpers/memory-profile.js'
import { makeDemoFolder, removeDemoFolder, removeDemoFolders } from './demo-folder.js'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'latchkey-folders-'))
  vi.stubEnv('TMPDIR', dir)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true, force: true })
})

/** The number of a process that is no more. */
const goneFrom = () => spawnSync('true').pid

function plant(name: string): string {
  const path = join(dir, name)
  mkdirSync(join(path, 'profile'), { recursive: true })
  writeFileSync(join(path, 'profile', 'vault.sealed'), 'x')
  return path
}

it('makes a folder for its user alone, and deletes it with all that is in it', async () => {
  const folder = makeDemoFolder()
  expect(folder.path.startsWith(join(dir, `latchkey-demo-${process.pid}-`))).toBe(true)
  expect(statSync(folder.path).mode & 0o077).toBe(0)
  writeFileSync(join(folder.home, 'exported'), 'x')
  await removeDemoFolder(folder.path)
  expect(existsSync(folder.path)).toBe(false)
})

it('deletes what a killed demo has left, and leaves alone what runs or is none', async () => {
  const left = plant(`latchkey-demo-${goneFrom()}-aBc123`)
  const runs = makeDemoFolder().path
  const others = ['latchkey-demo-x-aBc123', `latchkey-demo-${goneFrom()}-aBc123-mine`, 'latchkey-e2e-1'].map(
    plant,
  )
  const target = plant('elsewhere')
  symlinkSync(target, join(dir, `latchkey-demo-${goneFrom()}-link00`))
  await removeDemoFolders(testLog())
  expect(existsSync(left)).toBe(false)
  expect([runs, ...others, target, join(target, 'profile', 'vault.sealed')].map(existsSync)).not.toContain(
    false,
  )
})

it('deletes that of a demo whose end was seen, whoever has its number now', async () => {
  const { path } = makeDemoFolder()
  await removeDemoFolders(testLog(), process.pid)
  expect(existsSync(path)).toBe(false)
})
