import type { ExportTarget, SshFolder } from '../../main/core/ports.js'

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

/** The ports of folders, both in memory. */
export const memoryFolders = () => ({ sshFolder: memorySshFolder(), exports: memoryExports() })
