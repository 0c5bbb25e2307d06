import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFile, keyBlobs } from '../../../test/helpers/authorized-lines.js'
import { fuzzing } from '../../../test/helpers/fuzz-seed.js'
import { runOk } from '../../../test/helpers/processes.js'
import { tempFolder } from '../../../test/helpers/temp-folder.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import { formatLines, parseLines } from './lines.js'

const [blob = '', rsa = ''] = keyBlobs
const keyOf = (text: string) => parseLines(Buffer.from(text))[0]?.key

/** A key whose base64 ends in padding. */
const padded = Buffer.concat(
  ['ecdsa-sha2-nistp256', 'nistp256', `\x04${'k'.repeat(64)}`].flatMap((part) => [
    Buffer.of(0, 0, 0, part.length),
    Buffer.from(part),
  ]),
).toString('base64')
const withByte = (base64: string) =>
  Buffer.concat([Buffer.from(base64, 'base64'), Buffer.of(7)]).toString('base64')

describe('a line of authorized_keys', () => {
  it.each([
    ['plain', `ssh-ed25519 ${blob} me@home`, { options: '', comment: 'me@home', unread: false }],
    ['with blanks before', ` \t ssh-ed25519 \t ${blob}`, { options: '', comment: '', unread: false }],
    ['with a carriage return', `ssh-ed25519 ${blob} me\r\n`, { comment: 'me', unread: false }],
    ['with a carriage return and no comment', `ssh-ed25519 ${blob}\r\n`, { comment: '', unread: false }],
    [
      'with options',
      `from="a b",no-pty ssh-ed25519 ${blob} c d`,
      { options: 'from="a b",no-pty', comment: 'c d' },
    ],
    [
      'with quotes in an option',
      `command="say \\"hi\\" x" ssh-ed25519 ${blob}`,
      { options: 'command="say \\"hi\\" x"' },
    ],
    [
      'with a key in an option',
      `environment="K=ssh-rsa ${rsa}" ssh-ed25519 ${blob}`,
      { type: 'ssh-ed25519' },
    ],
    ['with an option nobody knows', `no-such-option ssh-ed25519 ${blob}`, { options: 'no-such-option' }],
    ['behind a byte order mark', `\ufeffssh-ed25519 ${blob}`, { options: '', unread: true }],
    ['under a short name', `ed25519 ${blob}`, { type: 'ssh-ed25519', unread: true }],
    ['up to a NUL', `ssh-ed25519 ${blob}\0junk`, { type: 'ssh-ed25519', unread: false }],
    ['with a comment in other letters', `ssh-ed25519 ${blob} Jürgen`, { comment: 'Jürgen' }],
  ])('is read %s', (_what, text, expected) => {
    expect(keyOf(text)).toMatchObject({ blob, ...expected })
  })

  it.each([
    ['a remark', `# ssh-ed25519 ${blob}`],
    ['a blank line', ' \t\r\n'],
    ['quotes that do not end', `command="x ssh-ed25519 ${blob}`],
    ['a type without a key', 'ssh-ed25519'],
    ['base64 of something else', `ssh-ed25519 ${Buffer.from('no key at all').toString('base64')}`],
    ['9,000 characters of junk', 'x'.repeat(9_000)],
  ])('has no key where it is %s', (_what, text) => {
    expect(keyOf(text)).toBeNull()
  })

  // As the real sshd of OpenSSH 9.2 was seen to do. Dropbear takes wrong padding and other signs, no bytes behind the key.
  const [ecdsa, head, tail] = [padded, padded.slice(0, -8), padded.slice(-8)]
  it.each([
    ['as it is written', ecdsa, false],
    ['with a carriage return in it', `${head}\r${tail}`, false],
    ['with a form feed behind it', `${ecdsa}\f`, false],
    ['without its padding', ecdsa.slice(0, -1), true],
    ['with too much padding', `${ecdsa}=`, true],
    ['with another sign in it', `${head}!${tail}`, true],
    ['with another sign behind it', `${ecdsa}*`, true],
    ['with a byte behind the key', withByte(ecdsa), true],
  ])(
    "is read by sshd or not where its base64 is %s, and is the key's in any case",
    (_what, base64, unread) => {
      expect(keyOf(`ecdsa-sha2-nistp256 ${base64} me`)).toMatchObject({ blob: ecdsa, comment: 'me', unread })
      expect(keyOf(`no-pty ecdsa-sha2-nistp256 ${base64}`)).toMatchObject({ blob: ecdsa, unread })
    },
  )

  it('has a key of a type that nobody knows yet', () => {
    const name = 'ssh-mldsa-99@example.org'
    const unknown = Buffer.concat([Buffer.of(0, 0, 0, name.length), Buffer.from(name), Buffer.alloc(32, 7)])
    expect(keyOf(`${name} ${unknown.toString('base64')} x`)).toMatchObject({ type: name, comment: 'x' })
  })
})

it('makes the same bytes of the lines again, whatever the file', () => {
  fc.assert(
    fc.property(fc.oneof(aFile, fc.uint8Array({ maxLength: 400 })), (content) => {
      expect(formatLines(parseLines(content)).equals(content)).toBe(true)
    }),
    fuzzing('lines of authorized_keys', 100),
  )
})

it('reads the keys that ssh-keygen reads', async () => {
  const folder = await tempFolder('lines')
  const files = fc.sample(aFile, { seed: 7, numRuns: 12 })
  for (const content of files) {
    const read = parseLines(content).flatMap(({ key }) => (key === null || key.unread ? [] : [key.blob]))
    const prints = read.map((text) => fingerprintSha256(Buffer.from(text, 'base64')))
    expect(prints).toEqual(await printsOf(folder, content))
  }
})

async function printsOf(folder: string, content: Uint8Array): Promise<string[]> {
  const path = join(folder, 'authorized_keys')
  await writeFile(path, content)
  const listed = await runOk('ssh-keygen', ['-l', '-f', path]).catch(() => '')
  return [...listed.matchAll(/SHA256:\S+/g)].map(String)
}
