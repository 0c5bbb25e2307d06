import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type BcryptInput, bcryptSource, deriveBcrypt, piWords } from './bcrypt-pbkdf.js'

/** The package that ssh2 uses: a translation of OpenBSD's code into JavaScript. */
const { pbkdf } = createRequire(import.meta.url)('bcrypt-pbkdf') as {
  pbkdf(
    passphrase: Uint8Array,
    passphraseLength: number,
    salt: Uint8Array,
    saltLength: number,
    key: Uint8Array,
    keyLength: number,
    rounds: number,
  ): number
}

const sha512 = (data: Uint8Array) => createHash('sha512').update(data).digest()

function asElsewhere({ passphrase, salt, rounds, length }: BcryptInput): string {
  const key = new Uint8Array(length)
  expect(pbkdf(passphrase, passphrase.length, salt, salt.length, key, length, rounds)).toBe(0)
  return Buffer.from(key).toString('hex')
}

const hex = (material: Uint8Array) => Buffer.from(material).toString('hex')

it('makes of any passphrase and salt what another implementation makes, for any length of key', () => {
  fc.assert(
    fc.property(
      fc.record({
        passphrase: fc.uint8Array({ minLength: 1, maxLength: 100 }),
        salt: fc.uint8Array({ minLength: 1, maxLength: 40 }),
        rounds: fc.integer({ min: 1, max: 2 }),
        length: fc.integer({ min: 1, max: 70 }),
      }),
      (input) => {
        expect(hex(deriveBcrypt(input, piWords(), sha512))).toBe(asElsewhere(input))
      },
    ),
    { numRuns: 10 },
  )
})

it('does so as the text that a worker gets', () => {
  const input = { passphrase: Buffer.from('battery'), salt: Buffer.alloc(16, 7), rounds: 2, length: 48 }
  const script = `${bcryptSource()}\nderiveBcrypt(input, piWords(), sha512)`
  const material = runInNewContext(script, { Buffer, input, sha512 }) as Uint8Array
  expect(hex(material)).toBe(asElsewhere(input))
})
