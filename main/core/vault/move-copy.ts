import { timingSafeEqual } from 'node:crypto'
import { isLatchkeyError } from '../lib/error.js'
import { orAborted } from '../lib/or-aborted.js'
import { wipe } from '../lib/wipe.js'
import type { SecretStore } from '../ports.js'
import { notTheSame, unreadableHere } from './move-errors.js'

export interface CopyParts {
  source: SecretStore
  target: SecretStore
  /** How users know the target. */
  label: string
  /** Of the secrets that may be in the source. */
  names: string[]
  /** What a name stands for: 'the key pair "web"'. */
  describe(name: string): string
  /** Ends it before the next call, and does not wait for one under way. */
  signal: AbortSignal
  onProgress(done: number): void
}

/**
 * Copies secret by secret and reads each back from the target. Answers the names of those that there are. Throws
 * `vault-damaged` for one that the source can't read or the target gives back otherwise, and what the stores throw.
 */
export async function copySecrets(parts: CopyParts): Promise<string[]> {
  const { target, names, signal, onProgress } = parts
  const copied: string[] = []
  for (const [index, name] of names.entries()) {
    await withSecret(parts, name, async (secret) => {
      if (secret === null) return
      await orAborted(signal, target.set(name, secret))
      await compare(parts, name, secret)
      copied.push(name)
    })
    onProgress(index + 1)
  }
  return copied
}

/** Reads everything in both once more. Throws as `copySecrets` does. */
export async function compareSecrets(parts: CopyParts): Promise<void> {
  for (const [index, name] of parts.names.entries()) {
    await withSecret(parts, name, (secret) => compare(parts, name, secret))
    parts.onProgress(index + 1)
  }
}

async function withSecret(
  { source, describe, signal }: CopyParts,
  name: string,
  use: (secret: Uint8Array | null) => Promise<void>,
): Promise<void> {
  signal.throwIfAborted()
  let secret: Uint8Array | null = null
  try {
    secret = await orAborted(signal, source.get(name), wipe)
  } catch (error) {
    throw isLatchkeyError(error, 'vault-damaged') ? unreadableHere(describe(name), error) : error
  }
  try {
    await use(secret)
  } finally {
    wipe(secret)
  }
}

async function compare(
  { target, label, describe, signal }: CopyParts,
  name: string,
  secret: Uint8Array | null,
): Promise<void> {
  const found = await orAborted(signal, target.get(name), wipe)
  const same = isSame(found, secret)
  wipe(found)
  if (!same) throw notTheSame(describe(name), label)
}

function isSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other
  return one.length === other.length && timingSafeEqual(one, other)
}
