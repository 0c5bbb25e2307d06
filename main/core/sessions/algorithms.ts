import { getCiphers } from 'node:crypto'
import type { Algorithms, CipherAlgorithm, ServerHostKeyAlgorithm } from 'ssh2'

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

/**
 * What Latchkey offers a server. The types of the host keys that are known for it come first, so that a server with
 * several host keys shows a known one.
 */
export function offeredAlgorithms(knownHostKeyTypes: string[], available = getCiphers()): Algorithms {
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'ecdh-sha2-nistp256',
      'ecdh-sha2-nistp384',
      'ecdh-sha2-nistp521',
      'diffie-hellman-group16-sha512',
      'diffie-hellman-group18-sha512',
      'diffie-hellman-group-exchange-sha256',
      'diffie-hellman-group14-sha256',
    ],
    cipher: ciphers.flatMap(([name, openssl]) => (available.includes(openssl) ? [name] : [])),
    serverHostKey: [
      ...hostKeys.filter((name) => knownHostKeyTypes.includes(keyTypeOf(name))),
      ...hostKeys.filter((name) => !knownHostKeyTypes.includes(keyTypeOf(name))),
    ],
    hmac: [
      'hmac-sha2-256-etm@openssh.com',
      'hmac-sha2-512-etm@openssh.com',
      'hmac-sha2-256',
      'hmac-sha2-512',
      'hmac-sha1-etm@openssh.com',
      'hmac-sha1',
    ],
    compress: ['none'],
  }
}

/** RFC 8332 §3: both RSA signature algorithms use keys of the type `ssh-rsa`. */
function keyTypeOf(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm
}
