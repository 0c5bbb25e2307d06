import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bcryptPbkdf } from './unlock-worker.js'

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

it('makes of any passphrase and salt what another implementation makes, for any length of key', async () => {
  const inputs = fc.record({
    passphrase: fc.uint8Array({ minLength: 1, maxLength: 100 }),
    salt: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    rounds: fc.integer({ min: 1, max: 2 }),
    length: fc.integer({ min: 1, max: 100 }),
  })
  await fc.assert(
    fc.asyncProperty(inputs, async ({ passphrase, salt, rounds, length }) => {
      const key = Buffer.alloc(length)
      pbkdf(passphrase, passphrase.length, salt, salt.length, key, length, rounds)
      expect((await bcryptPbkdf({ passphrase, salt, rounds, length })).toString('hex')).toBe(
        key.toString('hex'),
      )
    }),
    { numRuns: 20 },
  )
})
