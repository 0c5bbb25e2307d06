import { createHash, createHmac } from 'node:crypto'
import { type Argon2Input, argon2 } from '../../lib/argon2.js'
import { wipe } from '../../lib/wipe.js'
import { string, uint32 } from '../ssh-wire.js'
import { untilCancelled } from './cancelled.js'

/** What a passphrase gives for a PPK (PuTTY manual, appendix C); empty where nothing is encrypted. The caller wipes it. */
export interface PpkMaterial {
  cipherKey: Buffer
  iv: Buffer
  macKey: Buffer
}

/** Version 3. Throws `cancelled`. */
export async function argon2Material(
  cost: Omit<Argon2Input, 'password' | 'length'>,
  passphrase: Uint8Array,
  signal?: AbortSignal,
): Promise<PpkMaterial> {
  const material = await untilCancelled(argon2({ ...cost, password: passphrase, length: 80 }), signal, wipe)
  return {
    cipherKey: material.subarray(0, 32),
    iv: material.subarray(32, 48),
    macKey: material.subarray(48),
  }
}

/** Version 2. Without a passphrase there still is a key for the checksum. */
export function sha1Material(passphrase: Uint8Array | null): PpkMaterial {
  const secret = passphrase ?? Buffer.alloc(0)
  const sha1 = (label: string | Buffer) => createHash('sha1').update(label).update(secret).digest()
  const halves = [0, 1].map((count) => sha1(Buffer.of(0, 0, 0, count)))
  const cipherKey = Buffer.concat(halves, 32)
  wipe(...halves)
  return { cipherKey, iv: Buffer.alloc(16), macKey: sha1('putty-private-key-file-mac-key') }
}

export interface PpkContent {
  version: 2 | 3
  /** SSH's name of its type. */
  type: string
  encryption: string
  comment: string | Buffer
  blob: Buffer
}

/** The Private-MAC over everything in the file; `section` is the private half, plain and padded. */
export function ppkMac(
  { version, type, encryption, comment, blob }: PpkContent,
  macKey: Buffer,
  section: Buffer,
): Buffer {
  const mac = createHmac(version === 3 ? 'sha256' : 'sha1', macKey)
  for (const part of [type, encryption, comment, blob]) mac.update(string(part))
  return mac.update(uint32(section.length)).update(section).digest()
}
