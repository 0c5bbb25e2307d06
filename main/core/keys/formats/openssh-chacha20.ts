import { timingSafeEqual } from 'node:crypto'
import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20orig } from '@noble/ciphers/chacha.js'
import { wipe } from '../../lib/wipe.js'

/**
 * chacha20-poly1305@openssh.com over a whole private section (OpenSSH's PROTOCOL.chacha20poly1305, with sequence number
 * 0 and no length in front). `key` is 64 bytes, of which the first half is used. Answers null if the tag is another.
 *
 * From @noble/ciphers: node:crypto has no bare Poly1305, and Electron's BoringSSL no ChaCha20.
 */
export function openChacha20(key: Buffer, section: Buffer, tag: Buffer): Buffer | null {
  const [main, nonce] = [key.subarray(0, 32), new Uint8Array(8)]
  const macKey = chacha20orig(main, nonce, new Uint8Array(32), undefined, 0)
  try {
    if (!timingSafeEqual(poly1305(section, macKey), tag)) return null
    const plain = Buffer.alloc(section.length)
    chacha20orig(main, nonce, section, plain, 1)
    return plain
  } finally {
    wipe(macKey)
  }
}
