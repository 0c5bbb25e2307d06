import type { KeyObject } from 'node:crypto'
import { blobFromKey } from '../../main/core/keys/public-key.js'
import { mpint, string, uint32 } from '../../main/core/keys/ssh-wire.js'

export interface OpensshParts {
  /** The public half outside; by default the key's own. */
  blob?: Buffer
  /** The private half; by default the key's own. */
  privateHalf?: Buffer
  comment?: string
  /** KDF options of an encrypted file: it then claims aes256-ctr, and its section is noise. */
  kdfOptions?: Buffer
  keyCount?: number
}

/** An unencrypted `openssh-key-v1` file of a key pair; `parts` says what is wrong with it. */
export function opensshFile(key: KeyObject, parts: OpensshParts = {}): string {
  const { comment = '', keyCount = 1, kdfOptions } = parts
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    string(kdfOptions ? 'aes256-ctr' : 'none'),
    string(kdfOptions ? 'bcrypt' : 'none'),
    string(kdfOptions ?? ''),
    uint32(keyCount),
    string(parts.blob ?? blobFromKey(key)),
    string(section(parts.privateHalf ?? privateHalf(key), comment, kdfOptions ? 16 : 8)),
  ])
  const lines = body.toString('base64').match(/.{1,70}/g) ?? []
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`
}

/** The private half as PROTOCOL.key has it; `change` replaces numbers by name (`n`, `e`, `d`, `p`, `q`, `qi`, `x`, `y`). */
export function privateHalf(key: KeyObject, change: Record<string, Buffer> = {}): Buffer {
  const jwk = key.export({ format: 'jwk' }) as Record<string, string>
  const number = (name: string) => change[name] ?? Buffer.from(jwk[name] ?? '', 'base64url')
  if (jwk.kty === 'OKP')
    return Buffer.concat([
      string('ssh-ed25519'),
      string(number('x')),
      string(Buffer.concat([number('d'), number('x')])),
    ])
  if (jwk.kty === 'RSA') {
    const numbers = ['n', 'e', 'd', 'qi', 'p', 'q'].map((name) => mpint(number(name)))
    return Buffer.concat([string('ssh-rsa'), ...numbers])
  }
  const curve = `nistp${jwk.crv?.slice(2)}`
  const point = Buffer.concat([Buffer.of(4), number('x'), number('y')])
  return Buffer.concat([string(`ecdsa-sha2-${curve}`), string(curve), string(point), mpint(number('d'))])
}

function section(half: Buffer, comment: string, blockLength: number): Buffer {
  const body = Buffer.concat([uint32(7), uint32(7), half, string(comment)])
  const missing = (blockLength - (body.length % blockLength)) % blockLength
  return Buffer.concat([body, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))])
}
