import { constants } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { hostname, networkInterfaces, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { MOST_IMPORT_BYTES } from '../../contract/keys.js'
import type { SshConfigFiles } from '../core/ports.js'
import { hasCode, writeFileAtomic } from './atomic-file.js'
import { sharedTextFile } from './shared-text-file.js'

/** OpenSSH's files of the user whose home folder it is. `systemPath` unless told: where OpenSSH has it. */
export function sshConfigFiles(home: string, systemPath: string | null = systemConfig()): SshConfigFiles {
  const { username, uid } = userInfo()
  const path = join(home, '.ssh', 'config')
  const file = sharedTextFile(path)
  return {
    ...{ home, user: username, uid, systemPath },
    hostName: hostname(),
    env: (name) => process.env[name],
    addresses: () =>
      Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address)),
    path,
    file,
    async replace(before, next) {
      if (before !== '' || (await readPlain(path)) !== null) return file.replace(before, next)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeFileAtomic(path, Buffer.from(next, 'latin1'))
      return true
    },
    read: async (path) => (await readPlain(path))?.toString('utf8') ?? null,
    glob: async (pattern) => (await globbed(pattern)).sort(),
    readKey: readPlain,
  }
}

function systemConfig(): string | null {
  if (process.platform !== 'win32') return '/etc/ssh/ssh_config'
  const { ProgramData } = process.env
  return ProgramData ? join(ProgramData, 'ssh', 'ssh_config') : null
}

async function readPlain(path: string): Promise<Buffer | null> {
  try {
    // Without O_NONBLOCK a named pipe would keep us waiting for somebody to write into it.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const about = await handle.stat()
      if (!about.isFile()) throw new Error('it is not a plain file')
      if (about.size > MOST_IMPORT_BYTES) throw new Error(`it is larger than ${MOST_IMPORT_BYTES} bytes`)
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  }
}

/** Folder by folder. What can't be listed holds nothing. */
async function globbed(pattern: string): Promise<string[]> {
  const [root = '', ...parts] = pattern.split('/')
  let found = [root]
  for (const part of parts) {
    const next = await Promise.all(found.map((folder) => within(folder, part)))
    found = next.flat()
  }
  const there = await Promise.all(found.map(exists))
  return found.filter((_path, index) => there[index])
}

async function within(folder: string, part: string): Promise<string[]> {
  if (!/[*?[]/.test(part)) return [`${folder}/${part}`]
  const names = await readdir(`${folder}/`).catch(() => [])
  const wanted = globPattern(part)
  return names.filter((name) => wanted.test(name)).map((name) => `${folder}/${name}`)
}

/** A leading dot is named, not guessed. */
function globPattern(part: string): RegExp {
  const source = part
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[!/g, '[^')
  return new RegExp(`^${part.startsWith('.') ? '' : '(?!\\.)'}${source}$`)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
