import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { opensshFile, privateHalf } from '../../../test/helpers/openssh-file.js'
import { isLatchkeyError, type LatchkeyError } from '../lib/error.js'
import { readPrivateKey } from './read-private-key.js'

async function refusal(text: string): Promise<LatchkeyError> {
  const error = await readPrivateKey(Buffer.from(text), null).catch((thrown: unknown) => thrown)
  if (isLatchkeyError(error)) return error
  throw error
}

describe('a file that is made to keep Latchkey busy', () => {
  it('a DSA or Diffie-Hellman key is refused before its public half is computed, which may take for ever', async () => {
    for (const algorithm of ['2a8648ce380401', '2a864886f70d010301', '2a8648ce3e0201']) {
      const start = performance.now()
      const { code, message } = await refusal(slowKey(algorithm))
      expect(code).toBe('key-type-unsupported')
      expect(message).toMatch(/DSA|Diffie-Hellman/)
      expect(performance.now() - start).toBeLessThan(1_000)
    }
  })

  it('RSA numbers of any other length than the modulus has are refused before they are computed with', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    const long = Buffer.alloc(180_000, 0xf3)
    const d = Buffer.alloc(360_000, 0xf1)
    const start = performance.now()
    const { code } = await refusal(
      opensshFile(rsa, { privateHalf: privateHalf(rsa, { d, p: long, q: long }) }),
    )
    expect(code).toBe('key-damaged')
    expect(performance.now() - start).toBeLessThan(700)
  })
})

/** PKCS#8 of a kind for which OpenSSL computes g^x mod p as soon as it reads it, with numbers of 32,768 bits. */
function slowKey(algorithm: string): string {
  const number = () => der(0x02, Buffer.alloc(4096, 0x7b))
  const parameters = der(0x30, Buffer.concat([number(), number(), number()]))
  const kind = der(0x30, Buffer.concat([der(0x06, Buffer.from(algorithm, 'hex')), parameters]))
  const body = der(0x30, Buffer.concat([der(0x02, Buffer.of(0)), kind, der(0x04, number())]))
  return `-----BEGIN PRIVATE KEY-----\n${body.toString('base64')}\n-----END PRIVATE KEY-----\n`
}

function der(tag: number, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([Buffer.of(tag, 0x84), length, content])
}
