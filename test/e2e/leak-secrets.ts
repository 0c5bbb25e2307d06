import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runOk } from '../helpers/processes.js'
import { opensshKey } from './key-files.js'

/*
 * Secrets that a test knows by heart. Each text begins with a mark of its own, which is what is looked for: a form keeps
 * what it held before the last letter too.
 */

/** What is typed, and its beginning. With letters of two bytes, and such as JSON writes otherwise. */
export interface Typed {
  mark: string
  text: string
}

function typed(letters: string): Typed {
  const mark = `${randomBytes(4).toString('hex')}${letters}${randomBytes(4).toString('hex')}`
  return { mark, text: `${mark} and some words` }
}

export function newTexts() {
  return {
    /** Not a secret: where it isn't found, nothing would be. */
    planted: typed('-'),
    'first password': typed('ö"\\'),
    'wrong password': typed('ü"\\'),
    'next password': typed('ä"\\'),
    'passphrase of the OpenSSH file': typed('-'),
    'passphrase of the PuTTY file': typed('-'),
    'passphrase of the export': typed('é"\\'),
    'passphrase of the backup': typed('è"\\'),
  }
}

export type Texts = ReturnType<typeof newTexts>

/** Keys that the user has as files before Latchkey comes. */
export interface UserFiles {
  plain: string
  openssh: string
  ppk: string
  /** In `~/.ssh`. */
  scanned: string
}

export async function makeUserFiles(dir: string, homeDir: string, texts: Texts): Promise<UserFiles> {
  const { text: passphrase } = texts['passphrase of the OpenSSH file']
  const plain = await opensshKey(dir, 'id_plain', '')
  const openssh = await opensshKey(dir, 'id_openssh', passphrase)
  const [ppk, words] = [join(dir, 'key.ppk'), join(dir, 'words')]
  await writeFile(words, texts['passphrase of the PuTTY file'].text)
  await runOk('puttygen', [
    '-q',
    '-t',
    'ecdsa',
    '-b',
    '256',
    '--new-passphrase',
    words,
    '-O',
    'private',
    '-o',
    ppk,
  ])
  return { plain: plain.path, openssh: openssh.path, ppk, scanned: await makeScannedKey(homeDir) }
}

/** The one that a look through `~/.ssh` finds, unencrypted. */
async function makeScannedKey(homeDir: string): Promise<string> {
  const dir = join(homeDir, '.ssh')
  await mkdir(dir, { recursive: true, mode: 0o700 })
  return (await opensshKey(dir, 'id_scanned', '')).path
}
