import { expect, it, vi } from 'vitest'
import { refusal } from '../../../../test/helpers/key-refusal.js'
import { pbes2File } from '../../../../test/helpers/pbes2-file.js'
import { derElement, derInteger, derObjectId, OCTET_STRING, SEQUENCE } from './asn1.js'
import { HMAC, PBKDF2 } from './object-ids.js'

/** As Electron's node:crypto has it, which can't be run here: BoringSSL knows no SHA-512/224. */
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  getHashes: () => ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
}))

it.each([
  ['this build of node:crypto lacks', HMAC['sha512-224']],
  ['nobody knows', '1.2.3.4'],
])('a PBKDF2 with a hash that %s is refused with what to do', async (_what, prf) => {
  const salt = derElement(OCTET_STRING, Buffer.alloc(16))
  const costs = derElement(SEQUENCE, salt, derInteger(Buffer.of(1)), derElement(SEQUENCE, derObjectId(prf)))
  const error = await refusal(pbes2File(derElement(SEQUENCE, derObjectId(PBKDF2), costs)))
  expect(error).toMatchObject({ code: 'key-type-unsupported', message: expect.stringContaining('hash') })
  expect(error.info.advice).toContain('openssl pkcs8')
})
