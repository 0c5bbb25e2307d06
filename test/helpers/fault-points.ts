import fs from 'node:fs'
import { createRequire, syncBuiltinESMExports } from 'node:module'

/*
 * Lets a process die by SIGKILL before its nth write. What counts: everything that changes a file below one directory,
 * a write in its middle as well, or every change of a keychain item. Install before the product is imported.
 */

const require = createRequire(import.meta.url)

/** `dieAt` counts from 1; at 0 it lives. `where` names the writes that count, from the call of the answer on. */
export function installFaultPoints(
  where: 'files' | 'keychain' | 'both',
  directories: string[],
  dieAt: number,
): () => void {
  let count = Number.NaN
  installPoints(where, directories, () => {
    if (++count === dieAt) process.kill(process.pid, 'SIGKILL')
  })
  return () => {
    count = 0
  }
}

/** Calls `point` before each such write. */
export function installPoints(
  where: 'files' | 'keychain' | 'both',
  directories: string[],
  point: () => void,
): void {
  const inside = (path: unknown) => directories.some((directory) => String(path).startsWith(directory))
  if (where !== 'files') guardKeychain(point)
  if (where !== 'keychain') guardFiles(point, inside)
}

type Calls = Record<string, (...args: unknown[]) => unknown>
type Test = (path: unknown) => boolean

function before(
  target: object,
  names: string[],
  point: () => void,
  counts: (args: unknown[]) => boolean,
): void {
  const calls = target as Calls
  for (const name of names) {
    const original = calls[name]
    if (original === undefined) throw new Error(`There is no ${name} to guard.`)
    calls[name] = function guarded(this: unknown, ...args: unknown[]) {
      if (counts(args)) point()
      return original.apply(this, args)
    }
  }
}

function guardFiles(point: () => void, inside: Test): void {
  guardSync(point, inside)
  guardPromises(point, inside)
  syncBuiltinESMExports()
}

const changing = ['rename', 'link', 'unlink', 'rm', 'mkdir', 'writeFile', 'appendFile', 'copyFile']

function guardSync(point: () => void, inside: Test): void {
  const descriptors = new Set<unknown>()
  const open = fs.openSync
  fs.openSync = (path, flags, mode) => {
    if (inside(path) && flags !== 'r') point()
    const descriptor = open(path, flags, mode)
    if (inside(path)) descriptors.add(descriptor)
    return descriptor
  }
  before(fs, ['writeSync', 'fsyncSync'], point, ([descriptor]) => descriptors.has(descriptor))
  before(
    fs,
    changing.map((name) => `${name}Sync`),
    point,
    ([path]) => inside(path),
  )
}

function guardPromises(point: () => void, inside: Test): void {
  const promises = fs.promises
  const open = promises.open
  promises.open = async (path, flags, mode) => {
    if (inside(path) && flags !== 'r') point()
    const handle = await open(path, flags, mode)
    if (inside(path)) guardHandle(handle, point)
    return handle
  }
  before(promises, changing, point, ([path]) => inside(path))
}

function guardHandle(handle: fs.promises.FileHandle, point: () => void): void {
  for (const name of ['writeFile', 'appendFile'] as const) {
    const write = handle[name].bind(handle)
    handle[name] = async (data) => {
      const bytes = typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array)
      point()
      await write(bytes.subarray(0, bytes.length / 2))
      point()
      await write(bytes.subarray(bytes.length / 2))
    }
  }
  before(handle, ['sync', 'truncate'], point, () => true)
}

function guardKeychain(point: () => void): void {
  const { AsyncEntry } = require('@napi-rs/keyring') as typeof import('@napi-rs/keyring')
  before(AsyncEntry.prototype, ['setSecret', 'deleteCredential'], point, () => true)
}
