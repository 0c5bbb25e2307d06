/** Overwrites secrets with zeros. Strings can't be wiped: keep secrets in buffers. */
export function wipe(...buffers: (Uint8Array | null | undefined)[]): void {
  for (const buffer of buffers) buffer?.fill(0)
}
