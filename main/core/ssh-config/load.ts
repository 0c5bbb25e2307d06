import { createHash } from 'node:crypto'
import type { SshConfigFiles } from '../ports.js'
import { type ConfigLine, readLines } from './lines.js'
import { expandPath } from './tokens.js'

/** A line, and what it includes. */
export interface LoadedLine extends ConfigLine {
  included: ConfigFile[]
}

export interface ConfigFile {
  path: string
  lines: LoadedLine[]
}

export interface LoadedConfig {
  /** The user's file first, then the system's; what comes first counts. */
  files: ConfigFile[]
  /** False where there is no `~/.ssh/config`. */
  exists: boolean
  /** What can't be read or understood, as sentences. */
  problems: string[]
  /** Of this computer's network interfaces, as they were then. */
  addresses: string[]
  /** Changes with each byte that was read. */
  digest: string
}

/** OpenSSH's own limit. */
const DEEPEST = 16
/** Files that include each other twice would be without end for all that. */
const MOST_FILES = 500

/** Reads the user's configuration with all that it includes but the file `without`, and the system's. Runs nothing. */
export async function loadConfig(files: SshConfigFiles, without?: string): Promise<LoadedConfig> {
  const problems: string[] = []
  const hash = createHash('sha256')
  let count = 0

  async function load(path: string, folder: string, depth: number): Promise<ConfigFile | null> {
    count += 1
    if (depth > DEEPEST || count > MOST_FILES) {
      if (count <= MOST_FILES + 1) problems.push(`${path} is not read: files include each other too often.`)
      return null
    }
    const text = await read(path)
    if (text === null) return null
    hash.update(`${path}\0${text}\0`)
    const { lines, bad } = readLines(text)
    for (const { number, why } of bad) problems.push(`${path}, line ${number}: ${why}.`)
    const loaded: LoadedLine[] = []
    for (const line of lines) {
      const place = `${path}, line ${line.number}`
      const included = line.keyword === 'include' ? await include(line.args, folder, depth, place) : []
      loaded.push({ ...line, included })
    }
    return { path, lines: loaded }
  }

  async function include(
    args: string[],
    folder: string,
    depth: number,
    place: string,
  ): Promise<ConfigFile[]> {
    const found: ConfigFile[] = []
    for (const arg of args) {
      const pattern = expandPath(arg, files.home, tokensOf(files), files.env)
      if (pattern === null) {
        problems.push(
          `${place}: ${arg} is not read: it names a variable that is not set, or depends on the host.`,
        )
        continue
      }
      for (const path of await files.glob(absolute(pattern, folder))) {
        const file = path === without ? null : await load(path, folder, depth + 1)
        if (file !== null) found.push(file)
      }
    }
    return found
  }

  async function read(path: string): Promise<string | null> {
    try {
      return await files.read(path)
    } catch (error) {
      problems.push(`${path} can not be read: ${error instanceof Error ? error.message : String(error)}.`)
      return null
    }
  }

  const user = await load(files.path, parentOf(files.path), 0)
  const system =
    files.systemPath === null ? null : await load(files.systemPath, parentOf(files.systemPath), 0)
  return {
    files: [user, system].filter((file) => file !== null),
    exists: user !== null,
    problems,
    addresses: files.addresses(),
    digest: hash.digest('hex'),
  }
}

/** Relative to the folder of the file that began it, whichever file includes it. */
function absolute(pattern: string, folder: string): string {
  return /^(\/|[A-Za-z]:[\\/])/.test(pattern) ? pattern : `${folder}/${pattern}`
}

/** Those of ssh_config(5), TOKENS, that are the same for every host. */
const tokensOf = ({ home, uid, user, hostName }: SshConfigFiles) => ({
  ...{ d: home, i: String(uid), u: user, l: hostName },
  L: hostName.split('.')[0] ?? hostName,
})

const parentOf = (path: string) => path.replace(/[\\/][^\\/]*$/, '')
