import { createCipheriv, type KeyObject, pbkdf2Sync } from 'node:crypto'
import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20orig } from '@noble/ciphers/chacha.js'
import { armoured } from '../../main/core/keys/formats/base64-lines.js'
import { dekKey } from '../../main/core/keys/formats/pem-dek.js'
import { argon2Material, ppkMac, sha1Material } from '../../main/core/keys/formats/ppk-material.js'
import { bcryptPbkdf } from '../../main/core/keys/formats/unlock-worker.js'
import { blobFromKey } from '../../main/core/keys/public-key.js'
import { string, uint32, wireReader } from '../../main/core/keys/ssh-wire.js'
import { IV, pbes2File, pbkdf2, SALT } from './pbes2-file.js'

/*
 * Files of private keys, rightly encrypted at the least cost, whose private section may be anything: checksums and
 * padding are made over what is given.
 */

export const PASSPHRASE = Buffer.from('pass phrase')

/** Makes the file of `key` around a private section. */
export type Seal = (key: KeyObject, section: Buffer) => Promise<Buffer>

/** `openssh-key-v1`, one round of bcrypt. The section is filled up with 1, 2, 3 … */
export function sealOpenssh(cipher: OpensshCipher): Seal {
  const { length, encrypt } = opensshCiphers[cipher]
  const material = bcryptPbkdf({ passphrase: Uint8Array.from(PASSPHRASE), salt: SALT, rounds: 1, length })
  return async (key, section) => {
    const padding = Array.from({ length: -section.length & 15 }, (_, at) => at + 1)
    const [sealed, tag] = encrypt(await material, Buffer.concat([section, Buffer.from(padding)]))
    const options = Buffer.concat([string(SALT), uint32(1)])
    const head = [string(cipher), string('bcrypt'), string(options), uint32(1), string(blobFromKey(key))]
    const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), ...head, string(sealed), tag])
    return armoured('OPENSSH PRIVATE KEY', body, { width: 70 })
  }
}

type Encrypt = (material: Buffer, section: Buffer) => [sealed: Uint8Array, tag: Uint8Array]
const opensshCiphers = {
  'aes256-ctr': { length: 48, encrypt: encryptCtr },
  'aes256-gcm@openssh.com': { length: 44, encrypt: encryptGcm },
  'chacha20-poly1305@openssh.com': { length: 64, encrypt: encryptChacha20 },
} satisfies Record<string, { length: number; encrypt: Encrypt }>
export type OpensshCipher = keyof typeof opensshCiphers

function encryptCtr(material: Buffer, section: Buffer): ReturnType<Encrypt> {
  const cipher = createCipheriv('aes-256-ctr', material.subarray(0, 32), material.subarray(32))
  return [cipher.update(section), Buffer.alloc(0)]
}

function encryptGcm(material: Buffer, section: Buffer): ReturnType<Encrypt> {
  const cipher = createCipheriv('aes-256-gcm', material.subarray(0, 32), material.subarray(32))
  const sealed = cipher.update(section)
  cipher.final()
  return [sealed, cipher.getAuthTag()]
}

function encryptChacha20(material: Buffer, section: Buffer): ReturnType<Encrypt> {
  const [main, nonce] = [material.subarray(0, 32), new Uint8Array(8)]
  const macKey = chacha20orig(main, nonce, new Uint8Array(32), undefined, 0)
  const sealed = chacha20orig(main, nonce, section, undefined, 1)
  return [sealed, poly1305(sealed, macKey)]
}

/** PPK, version 3 with Argon2id over 8 KiB. The checksum is that of the section given. */
export function sealPpk(version: 2 | 3): Seal {
  const cost = { variant: 'argon2id', salt: SALT, memory: 8, passes: 1, lanes: 1 } as const
  const making = version === 3 ? argon2Material(cost, PASSPHRASE) : sha1Material(PASSPHRASE)
  const lines = `Key-Derivation: Argon2id\nArgon2-Memory: 8\nArgon2-Passes: 1\nArgon2-Parallelism: 1\nArgon2-Salt: ${SALT.toString('hex')}\n`
  return async (key, section) => {
    const { cipherKey, iv, macKey } = await making
    const blob = blobFromKey(key)
    const content = { version, type: wireReader(blob).text(), encryption: 'aes256-cbc', comment: 'c', blob }
    const padded = Buffer.concat([section, Buffer.alloc(-section.length & 15)])
    const mac = ppkMac(content, macKey, padded).toString('hex')
    const sealed = createCipheriv('aes-256-cbc', cipherKey, iv).setAutoPadding(false).update(padded)
    const head = `PuTTY-User-Key-File-${version}: ${content.type}\nEncryption: aes256-cbc\nComment: c\n`
    const publicLines = `Public-Lines: 1\n${blob.toString('base64')}\n`
    const privateLines = `Private-Lines: 1\n${sealed.toString('base64')}\n`
    return Buffer.from(
      `${head}${publicLines}${version === 3 ? lines : ''}${privateLines}Private-MAC: ${mac}\n`,
    )
  }
}

/** PEM with DEK-Info. */
export const sealPem: Seal = async (_key, section) => {
  const body = encryptCbc(dekKey(PASSPHRASE, IV, 32), section)
  const headers = `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,${IV.toString('hex')}\n\n`
  return armoured('PRIVATE KEY', body, { headers })
}

/** PKCS#8 with one round of PBKDF2. */
export const sealPkcs8: Seal = async (_key, section) =>
  pbes2File(pbkdf2(1), encryptCbc(pbkdf2Sync(PASSPHRASE, SALT, 1, 32, 'sha1'), section))

function encryptCbc(key: Uint8Array, section: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, IV)
  return Buffer.concat([cipher.update(section), cipher.final()])
}
