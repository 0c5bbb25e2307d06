import { wipe } from './wipe.js'

/**
 * Hands a secret text over as UTF-8 bytes, taken as typed, and wipes them when `use` has ended, well or badly.
 * No text is null to `use` too.
 */
export function withSecretText<T>(text: string, use: (bytes: Uint8Array) => Promise<T>): Promise<T>
export function withSecretText<T>(
  text: string | null | undefined,
  use: (bytes: Uint8Array | null) => Promise<T>,
): Promise<T>
export async function withSecretText<T, Bytes extends Uint8Array | null>(
  text: string | null | undefined,
  use: (bytes: Bytes) => Promise<T>,
): Promise<T> {
  const bytes = text === null || text === undefined ? null : new TextEncoder().encode(text)
  try {
    return await use(bytes as Bytes)
  } finally {
    wipe(bytes)
  }
}
