import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOk } from './processes.js'
import { rsa8192 } from './rsa-8192.js'

/** With a letter of two bytes, a double blank and one at the end: passphrases are bytes. */
export const PASSPHRASE = 'corrêct horse  battery '
export const COMMENT = 'ada@lovelace: wörk'

export const kinds = [
  'ed25519',
  'ecdsa-256',
  'ecdsa-384',
  'ecdsa-521',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'rsa-8192',
] as const
export type Kind = (typeof kinds)[number]

/** Never in CI: there they must be. */
export const toolsMissing =
  !process.env.CI && ['ssh-keygen', 'puttygen', 'openssl'].some((name) => !existsSync(`/usr/bin/${name}`))

/** What ssh-keygen says of a key pair. */
export interface Looks {
  bits: number
  sha256: string
  md5: string
}

export type KeyTools = Awaited<ReturnType<typeof createKeyTools>>

/**
 * A folder with a key pair of each kind, made once by ssh-keygen as files of that name, and the programs that write them
 * in all other forms. None of these may wait for ever, which puttygen does on some input, nor ask on a terminal.
 */
export async function createKeyTools(wanted: readonly Kind[]) {
  const dir = await mkdtemp(join(tmpdir(), 'latchkey-in-'))
  const path = (name: string) => join(dir, name)
  await writeFile(path('passphrase'), PASSPHRASE)
  await writeFile(path('nothing'), '')
  await writeFile(path('askpass'), '#!/bin/sh\nexec cat "$LATCHKEY_TEST_ANSWER"\n', { mode: 0o700 })
  const asking = {
    SSH_ASKPASS: path('askpass'),
    SSH_ASKPASS_REQUIRE: 'force',
    LATCHKEY_TEST_ANSWER: path('passphrase'),
  }
  const limits = { timeoutMs: 120_000, env: { ...process.env, ...asking } }
  const programs = {
    sshKeygen: (args: string[]) => runOk('ssh-keygen', ['-q', ...args], limits),
    puttygen: (args: string[]) => runOk('puttygen', args, limits),
    openssl: (args: string[]) => runOk('openssl', args, limits),
  }
  const made = await Promise.all(
    wanted.map(async (kind) => {
      await makeKey(programs, kind, path(kind))
      return [kind, await looksOf(programs, path(`${kind}.pub`))] as const
    }),
  )
  const looks = new Map<Kind, Looks>(made)
  return {
    path,
    ...programs,
    looks(kind: Kind): Looks {
      const known = looks.get(kind)
      if (known === undefined) throw new Error(`No ${kind} was made`)
      return known
    },
    /** A copy of a key's file, changed by `ssh-keygen -p`. */
    async rewritten(kind: Kind, name: string, args: string[]): Promise<string> {
      await copyFile(path(kind), path(name))
      await programs.sshKeygen(['-p', '-P', '', '-f', path(name), ...args])
      return path(name)
    },
    /** The key as PKCS#8, for openssl, which does not read OpenSSH's own format. */
    pkcs8File: (kind: Kind) => path(`${kind}.pkcs8`),
    close: () => rm(dir, { recursive: true }),
  }
}

type Programs = Record<'sshKeygen' | 'puttygen' | 'openssl', (args: string[]) => Promise<string>>

async function makeKey({ sshKeygen, puttygen, openssl }: Programs, kind: Kind, file: string): Promise<void> {
  const [type = '', bits = '256'] = kind.split('-')
  if (kind === 'rsa-8192') {
    await writeFile(file, rsa8192(), { mode: 0o600 })
    await sshKeygen(['-p', '-P', '', '-N', '', '-f', file])
    await sshKeygen(['-c', '-C', COMMENT, '-f', file])
  } else await sshKeygen(['-t', type, '-b', bits, '-N', '', '-C', COMMENT, '-f', file])
  await writeFile(`${file}.pub`, await sshKeygen(['-y', '-f', file]))
  if (kind === 'ed25519') return ed25519Pkcs8({ puttygen, openssl }, file)
  await copyFile(file, `${file}.pkcs8`)
  await sshKeygen(['-p', '-P', '', '-N', '', '-m', 'PKCS8', '-f', `${file}.pkcs8`])
}

/** ssh-keygen writes it since OpenSSH 9.6 only. The seed is what stands alone in a PPK; around it stands RFC 8410 §7. */
async function ed25519Pkcs8({ puttygen, openssl }: Omit<Programs, 'sshKeygen'>, file: string): Promise<void> {
  await puttygen([file, '-O', 'private', '--ppk-param', 'version=2', '-o', `${file}.ppk`])
  const ppk = await readFile(`${file}.ppk`, 'latin1')
  const seed = Buffer.from(/Private-Lines: 1\r?\n(\S+)/.exec(ppk)?.[1] ?? '', 'base64').subarray(4)
  await writeFile(
    `${file}.der`,
    Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
  )
  await openssl(['pkey', '-inform', 'DER', '-in', `${file}.der`, '-out', `${file}.pkcs8`])
}

async function looksOf({ sshKeygen }: Programs, publicFile: string): Promise<Looks> {
  const listed = async (hash: string) => (await sshKeygen(['-l', '-E', hash, '-f', publicFile])).split(' ')
  const [bits, sha256 = ''] = await listed('sha256')
  const [, md5 = ''] = await listed('md5')
  return { bits: Number(bits), sha256, md5: md5.replace('MD5:', '') }
}
