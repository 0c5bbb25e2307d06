import { createHash } from 'node:crypto'
import type { KeyPair } from '../../contract/keys.js'
import { ago, keyPair } from './fake-data.js'

const DAY = 24 * 60
const kinds: [KeyPair['type'], number][] = [
  ['ed25519', 256],
  ['rsa', 4096],
  ['ecdsa', 256],
  ['rsa', 2048],
]
const places = ['frankfurt', 'moscow', 'almaty', 'oslo', 'lab'] as const
const roles = ['web', 'db', 'bastion', 'ci', 'backup', 'router'] as const

/** Believable key pairs in every state: archived, in the bin, public alone, expiring, never used. */
export function fakeKeyList(count: number): KeyPair[] {
  return Array.from({ length: count }, (_, n) => fakeKey(n))
}

function fakeKey(n: number): KeyPair {
  const [type, bits] = kinds[n % kinds.length] ?? ['ed25519', 256]
  const role = roles[n % roles.length] ?? ''
  const place = places[n % places.length] ?? ''
  return {
    ...keyPair(
      `n${n}`,
      nameOf(n, `${role}-${place}-${n}`),
      type,
      bits,
      n % 3 === 0 ? 'generated' : 'imported',
      '',
    ),
    ...fakeFingerprints(`key ${n}`),
    description: n % 4 === 0 ? `For the ${role} servers in ${place}` : '',
    tags: n % 13 === 3 ? manyTags : n % 3 === 0 ? [place, role] : n % 3 === 1 ? [place] : [],
    comment: `ada@${role}`,
    expiresOn: n % 11 === 3 ? ago(-5 * DAY).slice(0, 10) : n % 11 === 7 ? ago(9 * DAY).slice(0, 10) : null,
    createdAt: ago(DAY * (3 + ((n * 37) % 900))),
    lastUsedAt: n % 5 === 4 ? null : ago((n * 7919) % (90 * DAY)),
    storedIn: n % 9 === 5 ? null : 'keychain',
    ...stateOf(n),
  }
}

/** Some are as long as names may be that came from a comment. */
function nameOf(n: number, name: string): string {
  return n % 7 === 3
    ? `${name} of the build servers, replaces the one of deploy@build-server-frankfurt`
    : name
}

const manyTags = ['customer: Müller & Sons', 'production', 'rotate-2027', 'on-call', 'pci', 'eu-central']

function stateOf(n: number): Pick<KeyPair, 'state' | 'stateSince' | 'purgeAt'> {
  if (n % 10 === 8) return { state: 'archived', stateSince: ago(40 * DAY), purgeAt: null }
  if (n % 20 === 9) return { state: 'bin', stateSince: ago(18 * DAY), purgeAt: ago(-12.5 * DAY) }
  return { state: 'active', stateSince: null, purgeAt: null }
}

/** Fingerprints of the right shape for any text. */
export function fakeFingerprints(text: string): Pick<KeyPair, 'fingerprint' | 'fingerprintMd5'> {
  const sha256 = createHash('sha256').update(text).digest('base64').replace('=', '')
  const md5 = createHash('md5').update(text).digest('hex').match(/../g) ?? []
  return { fingerprint: `SHA256:${sha256}`, fingerprintMd5: md5.join(':') }
}
