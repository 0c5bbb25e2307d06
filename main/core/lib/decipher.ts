import type { Decipher } from 'node:crypto'

/**
 * Decrypts a secret: `decipher.update`, whose answer the caller wipes, without leaving another copy. Node works in a
 * buffer that is longer by one block, copies from it what was decrypted, and frees it as it is: so what was freed last is
 * taken again and wiped. `blockLength` in bytes; 1 for a mode that makes a stream of the cipher.
 */
export function decryptSecret(decipher: Decipher, data: Uint8Array, blockLength = 1): Buffer {
  const plain = decipher.update(data)
  const length = data.length + blockLength
  const freed = Array.from({ length: length <= CACHED_BYTES ? 9 : 2 }, () => Buffer.allocUnsafeSlow(length))
  for (const block of freed) block.fill(0)
  return plain
}

/** glibc keeps up to seven freed blocks of each size up to this beside the others, and hands them out first. */
const CACHED_BYTES = 1032
