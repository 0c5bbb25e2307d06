import type { ImportSource } from '../../../contract/keys.js'
import { LatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import type { OpenedFiles } from '../openings/opened-files.js'
import type { Ports } from '../ports.js'

export interface SourceParts extends Pick<Ports, 'readUserFile' | 'sshFolder'> {
  readOpened: OpenedFiles['read']
}

/**
 * Reads what the user gave and wipes it when `use` has ended. Throws `key-unreadable` for a file that
 * can't be read, and `input-invalid` for a path where the host takes none.
 */
export async function withSource<T>(
  source: ImportSource,
  parts: SourceParts,
  use: (file: Uint8Array) => Promise<T>,
): Promise<T> {
  const file = await bytesOf(source, parts)
  try {
    return await use(file)
  } finally {
    wipe(file)
  }
}

async function bytesOf(source: ImportSource, parts: SourceParts): Promise<Uint8Array> {
  const { readUserFile, sshFolder, readOpened } = parts
  if (source.kind === 'text') return Buffer.from(source.text)
  if (source.kind === 'bytes') return Buffer.from(source.base64, 'base64')
  if (source.kind === 'opened') return readOpened(source.id)
  if (source.kind === 'scanned') {
    requirePlainName(source.name)
    return readNamed(source.name, () => sshFolder.read(source.name))
  }
  if (readUserFile === undefined) throw noPaths()
  return readNamed(source.path, () => readUserFile(source.path))
}

async function readNamed(name: string, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await read()
  } catch (cause) {
    throw new LatchkeyError('key-unreadable', `The file ${name} can not be read.`, {
      advice: 'Look whether it is there and whether you may read it.',
      cause,
    })
  }
}

/** Nothing outside the SSH folder is read by a name that the window gives, except where a link in it leads. */
function requirePlainName(name: string): void {
  if (!/[/\\\0]/.test(name) && name !== '.' && name !== '..') return
  throw new LatchkeyError('input-invalid', 'This is not the name of a file in the SSH folder.', {
    advice: 'Look through the folder again and choose a file of it.',
  })
}

function noPaths(): LatchkeyError {
  return new LatchkeyError('input-invalid', 'A browser tab can not read files by their path.', {
    advice: 'Choose or drop the file, or paste its content.',
  })
}
