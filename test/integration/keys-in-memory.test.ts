import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MOST_IMPORT_BYTES } from '../../contract/keys.js'
import { derElement, NULL, SEQUENCE } from '../../main/core/keys/formats/asn1.js'
import { armoured } from '../../main/core/keys/formats/base64-lines.js'
import { string, uint32 } from '../../main/core/keys/ssh-wire.js'
import { bundleScript } from '../helpers/bundle-script.js'
import { freshKey } from '../helpers/fresh-key.js'
import type { Reading } from '../helpers/key-reader-main.js'
import { opensshFile, privateHalf } from '../helpers/openssh-file.js'
import { pbes2File, pbkdf2, scrypt } from '../helpers/pbes2-file.js'
import { sealPpk } from '../helpers/sealed-keys.js'

const MIB = 1024 * 1024
const ed25519 = freshKey('ed25519')
const rsa = freshKey('rsa1024')

let script = ''
let atLeast = 0
beforeAll(async () => {
  script = await bundleScript('key-reader-main.ts')
  atLeast = (await readInProcess(Buffer.from(opensshFile(ed25519)))).peak
})
afterAll(() => rm(dirname(script), { recursive: true, force: true }))

/** In a process of its own with a small heap. */
async function readInProcess(file: Uint8Array): Promise<Reading> {
  const child = fork(script, { serialization: 'advanced', execArgv: ['--max-old-space-size=128'] })
  const ended = once(child, 'exit')
  child.send(file)
  const [answer] = await Promise.race([once(child, 'message'), ended])
  if (typeof answer !== 'object' || answer === null) throw new Error(`The process ended with ${answer}`)
  await ended
  return answer
}

/** A PPK whose line `Argon2-…` says something else than it was made with. */
async function ppkWith(name: string, value: number): Promise<Buffer> {
  const seed = Buffer.from(ed25519.export({ format: 'jwk' }).d ?? '', 'base64url')
  const text = (await sealPpk(3)(ed25519, string(seed))).toString()
  return Buffer.from(text.replace(new RegExp(`Argon2-${name}: .*`), `Argon2-${name}: ${value}`))
}

const bcrypt = (rounds: number) =>
  Buffer.from(
    opensshFile(ed25519, { kdfOptions: Buffer.concat([string(Buffer.alloc(16, 1)), uint32(rounds)]) }),
  )

describe('a file that asks for too much is refused before anything is begun', () => {
  it.each([
    ['4 GiB of Argon2', () => ppkWith('Memory', 4 * 1024 * 1024)],
    ['1 KiB of Argon2 more than is taken', () => ppkWith('Memory', 512 * 1024 + 1)],
    ['endless passes of Argon2', () => ppkWith('Passes', 4_294_967_295)],
    ['endless rounds of bcrypt', async () => bcrypt(4_294_967_295)],
    ['one round of bcrypt more than is taken', async () => bcrypt(1001)],
    ['endless rounds of PBKDF2', async () => pbes2File(pbkdf2(2 ** 31))],
    ['1 GiB of scrypt', async () => pbes2File(scrypt(2 ** 20, 8, 1))],
    ['1 GiB of scrypt by its r', async () => pbes2File(scrypt(2, 2 ** 21, 2))],
    ['512 MiB of scrypt by its p', async () => pbes2File(scrypt(2, 1, 2 ** 22))],
  ])('%s', async (_what, file) => {
    const { outcome, milliseconds, peak } = await readInProcess(await file())
    expect(outcome).toEqual(['key-too-costly'])
    expect(milliseconds).toBeLessThan(2_000)
    expect(peak - atLeast).toBeLessThan(16 * MIB)
  })
})

it('the most Argon2 that is taken stays below its cap', async () => {
  const { outcome, peak } = await readInProcess(await ppkWith('Memory', 512 * 1024))
  expect(outcome).toEqual(['passphrase-wrong'])
  expect(peak - atLeast).toBeGreaterThan(500 * MIB)
  expect(peak - atLeast).toBeLessThan(560 * MIB)
})

/** As many as a file may have. */
const filledWith = (text: string) => text.repeat((MOST_IMPORT_BYTES - 100) / Buffer.byteLength(text))
const block = (text: string) => `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----\n`
const nothings = derElement(SEQUENCE, Buffer.alloc(700_000, derElement(NULL)))
const longNumbers = {
  d: Buffer.alloc(300_000, 0xf1),
  p: Buffer.alloc(150_000, 0xf3),
  q: Buffer.alloc(150_000, 0xf3),
}

describe('a file of a megabyte takes little memory', () => {
  it.each([
    ['elements of DER', armoured('PRIVATE KEY', nothings).toString()],
    ['numbers', opensshFile(rsa, { privateHalf: privateHalf(rsa, longNumbers) })],
    ['one line of base64', block(filledWith('A'))],
    ['lines of one character', block(filledWith('A\n'))],
    ['headers', block(filledWith('A: b\n'))],
    ['BEGIN lines', filledWith('-----BEGIN PRIVATE KEY-----\n')],
    ['public keys', filledWith('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 c\n')],
    ['lines of a PPK', `PuTTY-User-Key-File-3: ssh-rsa\n${filledWith('A\n')}`],
    ['escapes', `-----BEGIN A-----\\n${filledWith('\\\\\\n')}`],
    ['characters of UTF-16', Buffer.from(`\ufeff${'-'.repeat(499_000)}`, 'utf16le')],
  ])('of %s', async (_what, content) => {
    const { milliseconds, peak } = await readInProcess(Buffer.from(content))
    expect(milliseconds).toBeLessThan(8_000)
    expect(peak - atLeast).toBeLessThan(64 * MIB)
  })
})
