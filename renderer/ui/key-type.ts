import type { KeyPair } from '../../contract/keys.js'
import { say } from '../../contract/words/say.js'

/** "Ed25519", "RSA 4096", "ECDSA P-256". */
export function keyTypeName({ type, bits }: Pick<KeyPair, 'type' | 'bits'>): string {
  if (type === 'ed25519') return say`Ed25519`
  return type === 'rsa' ? say`RSA ${bits}` : say`ECDSA P-${bits}`
}

/** As a key pair is told from others in one line of text. */
export const keyText = (key: Pick<KeyPair, 'name' | 'type' | 'bits' | 'fingerprint'>): string =>
  `${key.name} (${keyTypeName(key)}, …${key.fingerprint.slice(-8)})`
