/** A private key of the vault, opened for signing. Nobody outside main/core/keys sees its bytes. */
export interface Signer {
  keyId: string
  /** `SHA256:…` of the public key. */
  fingerprint: string
  /** The key's SSH type: `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256` … */
  type: string
  /** The public key blob, RFC 4253 §6.6. */
  publicBlob: Uint8Array
  /**
   * The inner signature of `data`, without the algorithm's name: 64 bytes for Ed25519 (RFC 8709 §6), PKCS#1 v1.5
   * for RSA (RFC 8332 §3, `hash` chooses SHA-256 or SHA-512), `mpint r, mpint s` for ECDSA (RFC 5656 §3.1.2).
   * `hash` is ignored for the others. Throws after `close`.
   */
  sign(data: Uint8Array, hash?: 'sha256' | 'sha512'): Promise<Uint8Array>
  /** Called where a server takes the key and asks for a signature, before any is made. */
  accepted?(): void
  /** Forgets the private key. */
  close(): void
}
