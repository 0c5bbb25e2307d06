import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PrivateFormat } from '../../../../contract/keys.js'
import { freshKey } from '../../../../test/helpers/fresh-key.js'
import { blobFromKey, oneLine } from '../public-key.js'
import { privateDer } from './private-numbers.js'
import { readKeys } from './read-keys.js'
import { writePrivateKey } from './write-private-key.js'

const ed25519 = freshKey('ed25519')
const others = [freshKey('P-256'), freshKey('P-384'), freshKey('P-521'), freshKey('rsa2048')]
const keys = [ed25519, ...others]
const formats: PrivateFormat[] = ['openssh', 'pkcs8', 'ppk3', 'ppk2', 'pem']
const anyPassphrase = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes))
const anyComment = fc.string({ unit: fc.constantFrom(...'aZ1é–漢🔑 "\\:-#=\t\n'), maxLength: 80 })

describe('what is written is read again as the same key', () => {
  it('plain, of any type, with any comment', async () => {
    const any = fc.record({
      key: fc.constantFrom(...keys),
      format: fc.constantFrom(...formats),
      comment: anyComment,
    })
    await fc.assert(
      fc.asyncProperty(any, async ({ key, format, comment }) => {
        fc.pre(format !== 'pem' || key !== ed25519)
        const text = await writePrivateKey(key, { format, passphrase: null, comment })
        const [found] = await readKeys(text, null)
        expect(found).toMatchObject({ state: 'key', encryption: null })
        if (found?.state !== 'key') return
        expect(found.proven.blob).toEqual(blobFromKey(key))
        expect(found.comment).toBe(format === 'pkcs8' || format === 'pem' ? '' : oneLine(comment))
      }),
      { numRuns: 30 },
    )
  })

  it.each(formats)('encrypted, with any passphrase and with no other: %s', async (format) => {
    const any = fc.record({
      key: fc.constantFrom(...(format === 'pem' ? others : keys)),
      passphrase: anyPassphrase,
      comment: anyComment,
    })
    await fc.assert(
      fc.asyncProperty(any, async ({ key, passphrase, comment }) => {
        const text = await writePrivateKey(key, { format, passphrase, comment })
        const wrong = Buffer.concat([passphrase, Buffer.from(' ')])
        await expect(readKeys(text, { part: 0, passphrase: wrong })).rejects.toMatchObject({
          code: 'passphrase-wrong',
        })
        const [found] = await readKeys(text, { part: 0, passphrase })
        expect(found?.state === 'key' && found.proven.blob).toEqual(blobFromKey(key))
      }),
      { numRuns: 2 },
    )
  })
})

/** Whether one of the file's blocks of base64 has these bytes. */
function holds(file: Buffer, bytes: Buffer): boolean {
  const blocks = file.toString().match(/(?:^[A-Za-z0-9+/=]+\n)+/gm) ?? []
  return blocks.some((block) => Buffer.from(block, 'base64').includes(bytes))
}

describe('an encrypted file', () => {
  it.each(formats)('holds nothing of the private half in clear: %s', async (format) => {
    const key = freshKey('P-256')
    const secret = privateDer(key).subarray(7, 39) // RFC 5915: the second field
    const as = { format, comment: '' }
    const encrypted = await writePrivateKey(key, { ...as, passphrase: Buffer.from('battery staple') })
    expect(holds(encrypted, secret)).toBe(false)
    expect(holds(await writePrivateKey(key, { ...as, passphrase: null }), secret)).toBe(true)
  })

  it.each([
    ['openssh', 'aes256-ctr, bcrypt with 24 rounds'],
    ['pkcs8', '600'],
    ['ppk3', 'Argon2id'],
  ] as const)('asks so much of whoever guesses: %s, %s', async (format, words) => {
    const passphrase = Buffer.from('battery staple')
    const text = await writePrivateKey(freshKey('ed25519'), { format, passphrase, comment: '' })
    const [found] = await readKeys(text, null)
    expect(found?.state === 'encrypted' && found.encryption).toContain(words)
  })

  it('is never the same twice', async () => {
    const passphrase = Buffer.from('battery staple')
    for (const format of ['openssh', 'pkcs8', 'ppk3'] as const) {
      const as = { format, passphrase, comment: '' }
      const one = await writePrivateKey(ed25519, as)
      expect(one.equals(await writePrivateKey(ed25519, as))).toBe(false)
    }
  })
})

it('refuses PEM for Ed25519, and says what to take', async () => {
  const attempt = writePrivateKey(freshKey('ed25519'), { format: 'pem', passphrase: null, comment: '' })
  await expect(attempt).rejects.toMatchObject({
    code: 'key-type-unsupported',
    info: { advice: expect.stringContaining('OpenSSH') },
  })
})

it.each(['openssh', 'pkcs8', 'ppk3'] as const)('stops when it is cancelled: %s', async (format) => {
  const as = { format, passphrase: Buffer.from('battery staple'), comment: '' }
  const early = writePrivateKey(freshKey('ed25519'), as, AbortSignal.abort())
  await expect(early).rejects.toMatchObject({ code: 'cancelled' })
  const cancel = new AbortController()
  const late = writePrivateKey(freshKey('ed25519'), as, cancel.signal)
  cancel.abort()
  await expect(late).rejects.toMatchObject({ code: 'cancelled' })
})
