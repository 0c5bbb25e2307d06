import { expect, it } from 'vitest'
import { argon2 } from './argon2.js'

// From the reference implementation's own tests (phc-winner-argon2, src/test.c, version 0x13).
it.each([
  {
    variant: 'argon2i' as const,
    hash: 'c1628832147d9720c5bd1cfd61367078729f6dfb6f8fea9ff98158e0d7816ed0',
  },
  {
    variant: 'argon2id' as const,
    hash: '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7',
  },
])('$variant makes what the reference implementation makes', async ({ variant, hash }) => {
  const key = await argon2({
    variant,
    password: Buffer.from('password'),
    salt: Buffer.from('somesalt'),
    memory: 65536,
    passes: 2,
    lanes: 1,
    length: 32,
  })
  expect(key.toString('hex')).toBe(hash)
})
