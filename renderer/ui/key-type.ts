import type { KeyPair } from '../../contract/keys.js'
import { say } from '../../contract/words/say.js'

/** "Ed25519", "RSA 4096", "ECDSA P-256". */
export function keyTypeName({ type, bits }: Pick<KeyPair, 'type' | 'bits'>): string {
  if (type === 'ed25519') return say`Ed25519`
  return type === 'rsa' ? say`RSA ${bits}` : say`ECDSA P-${bits}`
}
