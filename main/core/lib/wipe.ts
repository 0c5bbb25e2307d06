/** Overwrites secrets with zeros. Strings can't be wiped: keep secrets in buffers. */
export function wipe(...buffers: (Uint8Array | null | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0)
}

/** Wipes the secret where `work` fails, after which nobody has a use for it. */
export async function wipeOnFailure<T>(secret: Uint8Array, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    wipe(secret)
    throw error
  }
}

/**
 * A copy that the caller wipes, for good: V8 keeps arrays of up to 64 bytes in its own heap, where collecting garbage
 * leaves copies of them behind; an ArrayBuffer is never there.
 */
export function secretCopy(bytes: Uint8Array): Uint8Array {
  const copy = newSecret(bytes.length)
  copy.set(bytes)
  return copy
}

/** Zeros in a place that can be wiped, as for `secretCopy`. */
export function newSecret(length: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(length))
}
