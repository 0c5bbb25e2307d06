import {
  derElement,
  derInteger,
  derObjectId,
  OCTET_STRING,
  SEQUENCE,
} from '../../main/core/keys/formats/asn1.js'
import { armoured } from '../../main/core/keys/formats/base64-lines.js'
import { CBC, PBES2, PBKDF2, SCRYPT } from '../../main/core/keys/formats/object-ids.js'
import { uint32 } from '../../main/core/keys/ssh-wire.js'

export const SALT = Buffer.alloc(16, 1)
export const IV = Buffer.alloc(16, 5)

/** Encrypted PKCS#8 with AES-256-CBC, of what `pbkdf2` or `scrypt` answer; unless given, its content is noise. */
export function pbes2File(derivation: Buffer, content: Buffer = Buffer.alloc(64, 9)): Buffer {
  const cipher = derElement(SEQUENCE, derObjectId(CBC.aes256), derElement(OCTET_STRING, IV))
  const parameters = derElement(SEQUENCE, derivation, cipher)
  const algorithm = derElement(SEQUENCE, derObjectId(PBES2), parameters)
  return armoured('ENCRYPTED PRIVATE KEY', derElement(SEQUENCE, algorithm, derElement(OCTET_STRING, content)))
}

/** With HMAC-SHA-1, which is what a file means that names no other. A number may be its big-endian bytes. */
export const pbkdf2 = (iterations: number | Buffer) => kdf(PBKDF2, iterations)

export const scrypt = (N: number, r: number, p: number) => kdf(SCRYPT, N, r, p)

function kdf(name: string, ...numbers: (number | Buffer)[]): Buffer {
  const costs = numbers.map((number) => derInteger(typeof number === 'number' ? uint32(number) : number))
  const salt = derElement(OCTET_STRING, SALT)
  return derElement(SEQUENCE, derObjectId(name), derElement(SEQUENCE, salt, ...costs))
}
