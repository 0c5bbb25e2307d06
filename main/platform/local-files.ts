import { access, lstat, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, parse, resolve } from 'node:path'
import type { FileKind, LocalFolder } from '../../contract/files.js'
import type { LocalFiles } from '../core/files/local-files.js'
import { LatchkeyError } from '../core/lib/error.js'
import { downloadsFolder } from './export-target.js'
import { localPlace } from './local-place.js'

/** The user's own files, beginning in `home`. */
export function localFiles(home: string, env: NodeJS.ProcessEnv = process.env): LocalFiles {
  return {
    ...localPlace(),
    parentOf: dirname,
    async folder(path) {
      const downloads = downloadsFolder(home, env)
      const chosen = path ?? ((await isThere(downloads)) ? downloads : home)
      return { ...(await list(resolve(home, chosen))), places: await places(home, downloads) }
    },
  }
}

async function list(path: string): Promise<Omit<LocalFolder, 'places'>> {
  try {
    const names = await readdir(path, { withFileTypes: true })
    const entries = await Promise.all(names.map(({ name }) => entry(join(path, name), name)))
    return {
      path,
      parent: parse(path).root === path ? null : dirname(path),
      entries: entries.filter((one) => one !== null),
    }
  } catch (cause) {
    throw new LatchkeyError('file-unreadable', `The folder ${path} can not be read.`, {
      advice: 'Choose another, or look at its permissions.',
      detail: cause instanceof Error ? cause.message : '',
      cause,
    })
  }
}

/** Links count as what they lead to. Null for what went meanwhile, or has a name that Node can't give back. */
async function entry(path: string, name: string): Promise<LocalFolder['entries'][number] | null> {
  try {
    const stats = await stat(path).catch(() => lstat(path))
    const kind: FileKind = stats.isDirectory()
      ? 'folder'
      : stats.isFile()
        ? 'file'
        : stats.isSymbolicLink()
          ? 'link'
          : 'other'
    return { name, path, kind, size: stats.size, modified: stats.mtime.toISOString() }
  } catch {
    return null
  }
}

async function places(home: string, downloads: string): Promise<LocalFolder['places']> {
  const drives =
    process.platform === 'win32'
      ? 'CDEFGHIJKLMNOPQRSTUVWXYZ'.split('').map((letter) => `${letter}:\\`)
      : ['/']
  const wanted = [home, downloads, join(home, 'Desktop'), join(home, 'Documents'), ...drives]
  const there = await Promise.all(
    [...new Set(wanted)].map(async (path) => ((await isThere(path)) ? path : null)),
  )
  return there
    .filter((path) => path !== null)
    .map((path) => ({ path, name: path === home ? 'Home' : basename(path) || path }))
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
