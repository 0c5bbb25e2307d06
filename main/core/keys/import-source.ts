import type { ImportSource } from '../../../contract/keys.js'
import { LatchkeyError } from '../lib/error.js'
import { wipe } from '../lib/wipe.js'
import type { Ports } from '../ports.js'

/** More than any private key has. */
export const MOST_BYTES = 1_000_000

type SourcePorts = Pick<Ports, 'readUserFile' | 'sshFolder'>

/**
 * Reads what the user gave and wipes it when `use` has ended. Throws `key-unreadable` where there is no such file or it
 * is too large, and `input-invalid` for a path where the host takes none.
 */
export async function withSource<T>(
  source: ImportSource,
  ports: SourcePorts,
  use: (file: Uint8Array) => Promise<T>,
): Promise<T> {
  const file = await bytesOf(source, ports)
  try {
    if (file.length > MOST_BYTES) throw tooLarge(wordsFor(source))
    return await use(file)
  } finally {
    wipe(file)
  }
}

async function bytesOf(source: ImportSource, { readUserFile, sshFolder }: SourcePorts): Promise<Uint8Array> {
  if (source.kind === 'text') return Buffer.from(source.text)
  if (source.kind === 'bytes') return Buffer.from(source.base64, 'base64')
  if (source.kind === 'scanned') {
    requirePlainName(source.name)
    return readNamed(wordsFor(source), () => sshFolder.read(source.name))
  }
  if (readUserFile === undefined) throw noPaths()
  return readNamed(wordsFor(source), () => readUserFile(source.path))
}

async function readNamed(what: string, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await read()
  } catch (cause) {
    throw new LatchkeyError('key-unreadable', `${what} can not be read.`, {
      advice: 'Look whether it is there and whether you may read it.',
      cause,
    })
  }
}

function wordsFor(source: ImportSource): string {
  if (source.kind === 'text') return 'The text'
  if (source.kind === 'bytes') return 'The file'
  return `The file ${source.kind === 'file' ? source.path : source.name}`
}

/** Nothing outside the SSH folder is read by a name that the window gives, except where a link in it leads. */
function requirePlainName(name: string): void {
  if (!/[/\\\0]/.test(name) && name !== '.' && name !== '..') return
  throw new LatchkeyError('input-invalid', 'This is not the name of a file in the SSH folder.', {
    advice: 'Look through the folder again and choose a file of it.',
  })
}

function tooLarge(what: string): LatchkeyError {
  return new LatchkeyError('key-unreadable', `${what} is too large for a private key.`, {
    advice: 'Choose the private key; it has a few kilobytes.',
  })
}

function noPaths(): LatchkeyError {
  return new LatchkeyError('input-invalid', 'A browser tab can not read files by their path.', {
    advice: 'Choose or drop the file, or paste its content.',
  })
}
