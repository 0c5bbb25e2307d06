import { type Algorithm, hashRaw, type Version } from '@node-rs/argon2'

export interface Argon2Input {
  variant: 'argon2d' | 'argon2i' | 'argon2id'
  password: Uint8Array
  salt: Uint8Array
  /** Kibibytes. */
  memory: number
  passes: number
  lanes: number
  /** Bytes of key material wanted. */
  length: number
}

// The package declares them as const enums, which a build of single files can't read.
const ALGORITHM = { argon2d: 0, argon2i: 1, argon2id: 2 } as Record<Argon2Input['variant'], Algorithm>
const VERSION_13 = 1 as Version

/**
 * Argon2 version 1.3 (RFC 9106), native and on Node's thread pool. Answers a fresh buffer that the caller wipes. What
 * it may cost is for the caller to limit: once begun it can't be stopped.
 */
export async function argon2(input: Argon2Input): Promise<Buffer> {
  return hashRaw(input.password, {
    algorithm: ALGORITHM[input.variant],
    version: VERSION_13,
    salt: input.salt,
    memoryCost: input.memory,
    timeCost: input.passes,
    parallelism: input.lanes,
    outputLen: input.length,
  })
}
