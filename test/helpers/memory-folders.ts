import type { LocalFiles } from '../../main/core/files/local-files.js'
import type {
  ExportTarget,
  SessionLogFolder,
  SshConfigFiles,
  SshFolder,
  SshIncludeFile,
} from '../../main/core/ports.js'
import { localPlace } from '../../main/platform/local-place.js'
import { memorySharedFile } from './memory-profile.js'

/** An SSH folder in memory. */
export function memorySshFolder(files: Record<string, string> = {}): SshFolder {
  return {
    path: '/home/ada/.ssh',
    list: async () => Object.entries(files).map(([name, text]) => ({ name, size: Buffer.byteLength(text) })),
    async read(name) {
      const text = files[name]
      if (text === undefined) throw new Error(`ENOENT: ${name}`)
      return Buffer.from(text)
    },
  }
}

/** Takes what is written for the user's own ssh. */
export function memorySshInclude(): SshIncludeFile {
  return {
    ...{ folder: '/home/ada/latchkey/ssh', path: '/home/ada/latchkey/ssh/config' },
    write: async () => undefined,
    remove: async () => undefined,
  }
}

/** OpenSSH's files in memory, by their paths. `*` at the end of a path finds all that begin so. */
export function memorySshConfig(files: Record<string, string> = {}): SshConfigFiles {
  return {
    ...{ home: '/home/ada', user: 'ada', uid: 1000, hostName: 'desk', systemPath: null },
    path: '/home/ada/.ssh/config',
    file: memorySharedFile(),
    replace: async () => false,
    env: () => undefined,
    addresses: () => [],
    read: async (path) => files[path] ?? null,
    glob: async (pattern) =>
      Object.keys(files).filter((path) =>
        pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
      ),
    readKey: async (path) => (files[path] === undefined ? null : Buffer.from(files[path])),
  }
}

/** Takes files into memory. */
export function memoryExports(): ExportTarget & { files: Map<string, Buffer> } {
  const files = new Map<string, Buffer>()
  return {
    files,
    folders: () => [{ id: 'ssh', path: '/home/ada/.ssh' }],
    async write(_folder, fileName, content) {
      const path = `/home/ada/.ssh/${fileName}`
      files.set(path, Buffer.from(content))
      return path
    },
  }
}

/** What was written is kept nowhere. */
export const memorySessionLogs = (): SessionLogFolder => ({
  path: '/logs',
  create: async (name) => ({
    path: `/logs/${name}.log`,
    write: async () => undefined,
    close: async () => undefined,
  }),
})

/** The ports of folders, both in memory. */
export const memoryFolders = () => ({
  sshFolder: memorySshFolder(),
  exports: memoryExports(),
  localFiles: noLocalFiles,
  sessionLogs: memorySessionLogs(),
})

/** A computer with one empty folder, and no files to be had. */
export const noLocalFiles: LocalFiles = {
  ...localPlace(),
  parentOf: () => '/',
  folder: async (path = '/home/ada') => ({ path, parent: null, entries: [], places: [] }),
}
