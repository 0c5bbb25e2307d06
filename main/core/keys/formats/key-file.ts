import type { PrivateHalf } from './private-half.js'

/** A private key as far as its file shows it before it is opened. */
export interface PrivateFile {
  /** What users call it, e.g. "OpenSSH". */
  format: string
  /** How it is encrypted, in words; null if it is not. */
  encryption: string | null
  /** The public half that stands outside the encryption: a claim until it is proven. Null where there is none. */
  blob: Buffer | null
  /** What stands outside the encryption. */
  comment: string
  /**
   * Reads the private half. `passphrase` is what the user typed, empty where the file is not encrypted. Throws
   * `passphrase-wrong`, `key-damaged`, `key-type-unsupported` or `cancelled`.
   */
  open(passphrase: Uint8Array, signal?: AbortSignal): Promise<OpenedKey>
}

/** A private half of which nothing is proven yet. */
export interface OpenedKey {
  half: PrivateHalf
  comment: string
  /** The buffer that the half's numbers are views of, to be wiped when they are done with. */
  secret: Buffer
}

/** A public key alone. */
export interface PublicFile {
  format: string
  blob: Buffer
  comment: string
}

export type KeyFile = PrivateFile | PublicFile
