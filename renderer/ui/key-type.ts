import type { KeyPair } from '../../contract/keys.js'

/** "Ed25519", "RSA 4096", "ECDSA P-256". */
export function keyTypeName({ type, bits }: Pick<KeyPair, 'type' | 'bits'>): string {
  if (type === 'ed25519') return 'Ed25519'
  return type === 'rsa' ? `RSA ${bits}` : `ECDSA P-${bits}`
}
