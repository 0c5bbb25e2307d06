import { getCiphers, getHashes } from 'node:crypto'
import type { Algorithms, CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2'
import { type AlgorithmKind, type WeakAlgorithm, weakAlgorithms } from '../../../contract/weak-algorithms.js'

/** SSH's cipher names with OpenSSL's, best first. Electron's BoringSSL lacks some, so each is looked up. */
const ciphers: [CipherAlgorithm, string][] = [
  ['aes128-gcm@openssh.com', 'aes-128-gcm'],
  ['aes256-gcm@openssh.com', 'aes-256-gcm'],
  ['chacha20-poly1305@openssh.com', 'chacha20'],
  ['aes128-ctr', 'aes-128-ctr'],
  ['aes192-ctr', 'aes-192-ctr'],
  ['aes256-ctr', 'aes-256-ctr'],
]

/** No `ssh-rsa` and no `ssh-dss`: both sign with SHA-1. */
const hostKeys: ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]

const keyExchanges: KexAlgorithm[] = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group14-sha256',
]

const macs: MacAlgorithm[] = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
]

/** OpenSSL's names for what the weak ones need, where that may be missing. */
const needs: Partial<Record<WeakAlgorithm, string>> = {
  'aes256-cbc': 'aes-256-cbc',
  'aes192-cbc': 'aes-192-cbc',
  'aes128-cbc': 'aes-128-cbc',
  '3des-cbc': 'des-ede3-cbc',
  'hmac-md5': 'md5',
  'hmac-md5-96': 'md5',
}

export interface OfferOptions {
  /** What the user allows for this server beside the sound ones. */
  weak?: readonly WeakAlgorithm[]
  compression?: boolean
}

/** What Latchkey offers a server, best first. */
export type Offer = Required<{ [Kind in keyof Algorithms]: string[] }>

/**
 * What Latchkey offers a server. The types of the host keys that are known for it come first, so that a server with
 * several host keys shows a known one. Weak ones come last.
 */
export function offeredAlgorithms(
  knownHostKeyTypes: string[],
  { weak = [], compression = false }: OfferOptions = {},
  available = [...getCiphers(), ...getHashes()],
): Offer {
  const weakOf = (kind: AlgorithmKind) => usableWeak(kind, available).filter((name) => weak.includes(name))
  const allHostKeys = [...hostKeys, ...weakOf('host key')]
  return {
    kex: [...keyExchanges, ...weakOf('key exchange')],
    cipher: [
      ...ciphers.flatMap(([name, openssl]) => (available.includes(openssl) ? [name] : [])),
      ...weakOf('cipher'),
    ],
    serverHostKey: [
      ...allHostKeys.filter((name) => knownHostKeyTypes.includes(keyTypeOf(name))),
      ...allHostKeys.filter((name) => !knownHostKeyTypes.includes(keyTypeOf(name))),
    ],
    hmac: [...macs, ...weakOf('MAC')],
    compress: compression ? ['zlib@openssh.com', 'none'] : ['none'],
  }
}

/** The weak algorithms of a kind that this program's crypto library has. */
export function usableWeak(
  kind: AlgorithmKind,
  available = [...getCiphers(), ...getHashes()],
): WeakAlgorithm[] {
  const has = (name: string | undefined) => name === undefined || available.includes(name)
  return weakAlgorithms
    .filter(({ name, kind: its }) => its === kind && has(needs[name]))
    .map(({ name }) => name)
}

/** RFC 8332 §3: both RSA signature algorithms use keys of the type `ssh-rsa`. */
function keyTypeOf(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm
}
