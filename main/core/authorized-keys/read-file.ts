import { posix } from 'node:path'
import { notReadable } from './file-errors.js'
import { quote, READ } from './programs.js'
import { type RemoteShell, runProgram, type Said } from './run-program.js'

/** One file as it was found, with what decides whether it may be written. Paths are bytes as Latin-1. */
export interface FoundFile {
  /** As sshd or the default names it. */
  path: string
  /** Without symlinks; null where there is not even its folder, or where no one can say. */
  real: string | null
  state: 'file' | 'absent' | 'unresolved' | 'odd' | 'unreadable'
  /** Empty unless it is a file. */
  content: Buffer
  /** Of the file; null where it is absent. */
  rights: Rights | null
  /** Of its folder; null where that is absent. */
  folder: (Rights & { writable: boolean }) | null
}

export interface Rights {
  /** As `ls -l` shows it: `-rw-------`. */
  mode: string
  uid: string
  /** Has the attribute that forbids changes (`chattr +i` or `+a`). */
  immutable: boolean
}

export interface FoundFiles {
  /** Who looked. */
  uid: string
  /** Of the account, without symlinks. */
  home: string
  files: FoundFile[]
}

/** Reads files of `home`'s account with all that is in them. Changes nothing. Throws what `runProgram` throws. */
export async function readFiles(shell: RemoteShell, home: string, paths: string[]): Promise<FoundFiles> {
  const words = paths.map((path) => quote(posix.resolve(home, path))).join(' ')
  const said = await runProgram(shell, `set -- ${words}\n${READ}`, { home })
  if (said.facts.some(({ name }) => name === 'stop')) throw notReadable(shell.place, said.complaint)
  return foundFiles(said)
}

function foundFiles({ facts, contents }: Said): FoundFiles {
  const found: FoundFiles = { uid: '', home: '', files: [] }
  const queue = [...contents]
  for (const { name, value } of facts) {
    const file = found.files.at(-1)
    if (name === 'uid') found.uid = value
    else if (name === 'home') found.home = value
    else if (name === 'file') found.files.push(newFile(value))
    else if (file !== undefined) note(file, name, value, queue)
  }
  return found
}

function newFile(path: string): FoundFile {
  return { path, real: null, state: 'file', content: Buffer.alloc(0), rights: null, folder: null }
}

function note(file: FoundFile, name: string, value: string, contents: Buffer[]): void {
  if (name === 'real') file.real = value
  else if (name === 'dir-ls') file.folder = { ...readRights(value), writable: false }
  else if (name === 'dir-writable') file.folder &&= { ...file.folder, writable: true }
  else if (name === 'ls') file.rights = readRights(value)
  else if (name === 'attributes') file.rights &&= { ...file.rights, immutable: isImmutable(value) }
  else if (name === 'dir-attributes') file.folder &&= { ...file.folder, immutable: isImmutable(value) }
  else if (name === 'size') file.content = contents.shift() ?? Buffer.alloc(0)
  else if (name === 'absent' || name === 'unresolved' || name === 'odd' || name === 'unreadable')
    file.state = name
}

/** From a line of `ls -ldn`: mode, links, uid … */
function readRights(line: string): Rights {
  const [mode = '', , uid = ''] = line.trim().split(/\s+/)
  return { mode, uid, immutable: false }
}

/** From a line of `lsattr -d`: flags, path. */
function isImmutable(line: string): boolean {
  return /^\S*[ia]\S*\s/.test(line)
}
