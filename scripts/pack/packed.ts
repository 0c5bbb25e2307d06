import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { extractFile, getRawHeader, listPackage, statFile } from '@electron/asar'
import { type System, type Target, targets } from './targets.js'

/** What electron-builder has made for one target, read back. */
export interface PackedApp {
  target: Target
  /** The directory that installers are made of. */
  directory: string
  /** Where app.asar lies. */
  resources: string
  /** Every file of the archive by its name (`out/main/electron.js`). */
  files: ReadonlyMap<string, PackedFile>
  /** The archive's hash as Electron checks it at each start. */
  headerHash: string
}

export interface PackedFile {
  body: Buffer
  /** Whether it lies beside the archive, as a native module must. */
  unpacked: boolean
}

/** Reads the app that the pack worker made for a target into `output`. */
export function readPacked(target: Target, output: string): PackedApp {
  return readApp(target, join(output, directoryOf(target)))
}

/** Reads all that electron-builder has made for a system into `output`: what installers there were made of. */
export function readBuilt(os: System, output: string): PackedApp[] {
  const universal = { target: { os, cpu: 'arm64' as const }, directory: join(output, 'mac-universal') }
  const built = targets
    .filter((target) => target.os === os)
    .map((target) => ({ target, directory: join(output, directoryOf(target)) }))
  return [...built, ...(os === 'darwin' ? [universal] : [])]
    .filter(({ directory }) => existsSync(directory))
    .map(({ target, directory }) => readApp(target, directory))
}

function readApp(target: Target, directory: string): PackedApp {
  const resources = join(directory, target.os === 'darwin' ? 'Latchkey.app/Contents/Resources' : 'resources')
  const archive = join(resources, 'app.asar')
  const header = getRawHeader(archive).headerString
  return {
    target,
    directory,
    resources,
    files: new Map(filesOf(archive)),
    headerHash: createHash('sha256').update(header).digest('hex'),
  }
}

/** electron-builder's names. */
function directoryOf({ os, cpu }: Target): string {
  const arm = cpu === 'arm64' ? '-arm64' : ''
  return os === 'darwin' ? `mac${arm}` : `${os === 'win32' ? 'win' : 'linux'}${arm}-unpacked`
}

function* filesOf(archive: string): Generator<[string, PackedFile]> {
  for (const listed of listPackage(archive, { isPack: false })) {
    const name = listed.replaceAll('\\', '/').replace(/^\//, '')
    const entry = statFile(archive, name, false)
    if ('files' in entry || 'link' in entry) continue
    yield [name, { body: extractFile(archive, name), unpacked: entry.unpacked === true }]
  }
}
