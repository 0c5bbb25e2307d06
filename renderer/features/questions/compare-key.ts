import type { ShownHostKey } from '../../../contract/questions.js'

/**
 * What pasted text says of the key that a host has shown. `known`: it is the one that was known before. `other-types`: only
 * of keys of other types. `md5`: only MD5 fingerprints.
 */
export type Comparison = 'same' | 'known' | 'different' | 'other-types' | 'md5' | 'nothing'

interface Found {
  fingerprint?: string
  publicKey?: string
  /** As `keyKind` names it; null where the text doesn't say. */
  kind: string | null
}

/**
 * Compares a host key with whatever someone has copied from the server: `ssh-keygen -l`, a public key file, known_hosts
 * lines, `ssh-keyscan`, a console's output, or a fingerprint alone.
 */
export function compareKey(
  pasted: string,
  offered: ShownHostKey,
  known: readonly ShownHostKey[] = [],
): Comparison {
  const found = [...fingerprintsIn(pasted), ...publicKeysIn(pasted)]
  const has = (key: ShownHostKey) =>
    found.some(({ fingerprint, publicKey }) => fingerprint === key.fingerprint || publicKey === key.publicKey)
  if (has(offered)) return 'same'
  if (known.some(has)) return 'known'
  if (found.length === 0) return /\b(?:[\da-f]{2}:){15}[\da-f]{2}\b/i.test(pasted) ? 'md5' : 'nothing'
  const kind = keyKind(offered.algorithm)
  return found.some((one) => one.kind === null || one.kind === kind) ? 'different' : 'other-types'
}

/** `ED25519`, `ECDSA`, `RSA`, as ssh-keygen names them. */
export function keyKind(algorithm: string): string {
  return /ed25519|ecdsa|rsa|ds[as]/i.exec(algorithm)?.[0].toUpperCase() ?? algorithm
}

/** SHA-256 has 43 characters of base64; what ssh-keygen prints behind it says the type. */
function fingerprintsIn(text: string): Found[] {
  const alone = /^\s*([A-Za-z0-9+/]{43})=?\s*$/.exec(text)?.[1]
  if (alone !== undefined) return [{ fingerprint: `SHA256:${alone}`, kind: null }]
  return text.split('\n').flatMap((line) =>
    [...line.matchAll(/SHA256:([A-Za-z0-9+/]{43})(?![A-Za-z0-9+/])/gi)].map((match) => {
      const type = /\((ED25519|ECDSA|RSA|DSA)\)/i.exec(line.slice(match.index))?.[1]
      return { fingerprint: `SHA256:${match[1]}`, kind: type === undefined ? null : keyKind(type) }
    }),
  )
}

function publicKeysIn(text: string): Found[] {
  const keys = text.matchAll(/(ssh-[\w-]+|ecdsa-sha2-\w+)\s+(AAAA[A-Za-z0-9+/]+={0,2})/g)
  return [...keys].map(([, type = '', base64 = '']) => ({
    publicKey: `${type} ${base64}`,
    kind: keyKind(type),
  }))
}
