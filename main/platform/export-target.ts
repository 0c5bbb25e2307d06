import { existsSync, readFileSync } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { ExportFolder } from '../../contract/keys.js'
import { DEVICES } from '../core/files/local-names.js'
import { LatchkeyError } from '../core/lib/error.js'
import type { ExportTarget } from '../core/ports.js'
import { hasCode, syncDirectory } from './atomic-file.js'

/**
 * Where private keys may be written to: `.ssh` of the home directory, the user's Downloads if there are any, the home
 * directory itself.
 */
export function exportTarget(home: string, env: NodeJS.ProcessEnv = process.env): ExportTarget {
  const folders = () => exportFolders(home, env)
  return {
    folders,
    async write(id, fileName, content) {
      const folder = folders().find((known) => known.id === id)
      if (folder === undefined) throw noSuchFolder()
      requireFreeOfMeaning(folder, fileName)
      const path = join(folder.path, fileName)
      try {
        if (folder.id === 'ssh') await makePrivateFolder(folder.path)
        await writeNew(path, content)
      } catch (error) {
        throw inWords(error, path)
      }
      return path
    },
  }
}

function exportFolders(home: string, env: NodeJS.ProcessEnv): ExportFolder[] {
  const downloads = downloadsFolder(home, env)
  return [
    { id: 'ssh', path: join(home, '.ssh') },
    ...(isOffered(downloads, home) ? [{ id: 'downloads' as const, path: downloads }] : []),
    { id: 'home', path: home },
  ]
}

/** The home directory stands in the file where the user wants no folder for downloads. */
const isOffered = (downloads: string, home: string) => downloads !== resolve(home) && existsSync(downloads)

/** As xdg-user-dirs notes it on Linux, where its name is in the user's language; `Downloads` elsewhere. */
export function downloadsFolder(home: string, env: NodeJS.ProcessEnv): string {
  const noted = /^XDG_DOWNLOAD_DIR="(\$HOME)?(\/[^"]*)"$/m.exec(userDirectories(home, env))
  const [, fromHome, path] = noted ?? []
  if (path === undefined) return join(home, 'Downloads')
  return resolve(fromHome === undefined ? path : home + path)
}

function userDirectories(home: string, env: NodeJS.ProcessEnv): string {
  try {
    return readFileSync(join(env.XDG_CONFIG_HOME || join(home, '.config'), 'user-dirs.dirs'), 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR')) return ''
    throw error
  }
}

async function makePrivateFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncDirectory(dirname(path))
}

/** Never over a file that is there, and never through a symbolic link: O_EXCL refuses both. */
async function writeNew(path: string, content: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600).catch((error) => {
    throw hasCode(error, 'EEXIST') ? fileExists(path, error) : error
  })
  try {
    await fill(handle, path, content).finally(() => handle.close())
    await syncDirectory(dirname(path))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function fill(handle: FileHandle, path: string, content: Uint8Array): Promise<void> {
  await requirePrivate(handle, path)
  await handle.writeFile(content)
  await handle.sync()
}

/** Some file systems know no modes and show every file to everybody. Windows has lists of its own, which are inherited. */
async function requirePrivate(handle: FileHandle, path: string): Promise<void> {
  if (process.platform === 'win32') return
  const { mode } = await handle.stat()
  if ((mode & 0o077) === 0) return
  throw new LatchkeyError(
    'file-unwritable',
    `${dirname(path)} shows its files to every user of this computer.`,
    {
      advice: 'Choose a folder on another drive: this one keeps no permissions.',
    },
  )
}

/** Files of the SSH folder that ssh and sshd read without being asked. */
const OF_SSH = /^(authorized_keys2?|config|environment|known_hosts2?|rc)$/i

function requireFreeOfMeaning({ id }: ExportFolder, name: string): void {
  const advice = 'Choose another name, for example id_ed25519_work.'
  if (basename(name) !== name || name === '.' || name === '..')
    throw new LatchkeyError('input-invalid', `${name} is not the name of a file.`, { advice })
  if (DEVICES.test(name))
    throw new LatchkeyError('input-invalid', `Windows keeps the name ${name} for a device.`, { advice })
  if (id === 'ssh' && OF_SSH.test(name))
    throw new LatchkeyError('input-invalid', `SSH itself reads a file named ${name} in this folder.`, {
      advice,
    })
  if (/\.pub$/i.test(name))
    throw new LatchkeyError('input-invalid', 'A name that ends with .pub is for a public key.', {
      advice: 'Leave out .pub, so that nobody takes the file for one that may be given away.',
    })
}

function noSuchFolder(): LatchkeyError {
  return new LatchkeyError('file-unwritable', 'This folder is no longer there.', {
    advice: 'Choose another.',
  })
}

function fileExists(path: string, cause: unknown): LatchkeyError {
  return new LatchkeyError('file-exists', `There is already a file ${path}.`, {
    advice: 'Choose another name; Latchkey writes over no file.',
    cause,
  })
}

function inWords(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error
  return new LatchkeyError('file-unwritable', `${path} can not be written.`, {
    advice: 'Choose another folder, or look at its permissions and at the free space.',
    detail: error.message,
    cause: error,
  })
}
