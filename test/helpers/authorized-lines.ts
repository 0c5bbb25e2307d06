import fc from 'fast-check'
import { blobFromKey } from '../../main/core/keys/public-key.js'
import { freshKey } from './fresh-key.js'

/** Public key blobs in base64: Ed25519, RSA, ECDSA. */
export const keyBlobs = (['ed25519', 'rsa2048', 'P-256'] as const).map((type) =>
  blobFromKey(freshKey(type)).toString('base64'),
)

const typeOf = (blob: string) => {
  const bytes = Buffer.from(blob, 'base64')
  return bytes.subarray(4, 4 + bytes.readUInt32BE()).toString()
}

const options = fc.constantFrom(
  '',
  'restrict ',
  'from="10.0.0.0/8,*.example.org" ',
  'command="echo \\"a b\\"",no-pty ',
  'no-such-option ',
  'expiry-time="20991231" ',
)
const comment = fc.constantFrom('', ' me@home', ' two words', ' Jürgen', ' \t ')
const keyLine = fc
  .tuple(fc.constantFrom('', ' ', '\t'), options, fc.constantFrom(...keyBlobs), comment)
  .map(([blanks, words, blob, text]) => `${blanks}${words}${typeOf(blob)} ${blob}${text}`)
const otherLine = fc.oneof(
  fc.constantFrom('', '# a remark', `#ssh-ed25519 ${keyBlobs[0]}`, 'ssh-rsa', 'command="no end'),
  fc.constant('x'.repeat(9_000)),
)
const line = fc
  .tuple(fc.oneof(keyLine, otherLine), fc.constantFrom('\n', '\r\n'))
  .map((parts) => parts.join(''))

/** The content of an authorized_keys file as they are found: any line ends, with or without a last one. */
export const aFile = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.boolean())
  .map(([lines, open]) => Buffer.from(open ? lines.join('').replace(/\r?\n$/, '') : lines.join('')))
