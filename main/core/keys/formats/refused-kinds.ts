import { told } from '../../../../contract/words/say.js'
import { LatchkeyError } from '../../lib/error.js'
import { damagedPublicKey, unsupportedType } from '../key-errors.js'
import { DSA } from './object-ids.js'

/*
 * What people give that is no key Latchkey takes: each by its name, with what to do.
 */

const NEW_PAIR = 'Make an Ed25519 key pair and put it on the instances in its place.'
const PRIVATE_BESIDE = 'Give the private key that belongs to it.'

type Refusal = [code: 'key-unreadable' | 'key-type-unsupported', says: string, advice: string]

/** By the label of a PEM block, by what a text begins with, or by what DER holds. */
const refusals: [pattern: RegExp, ...refusal: Refusal][] = [
  [
    /^X509 CRL|CERTIFICATE REQUEST/,
    'key-type-unsupported',
    'This belongs to X.509 certificates and holds no key pair.',
    PRIVATE_BESIDE,
  ],
  [
    /CERTIFICATE|^PKCS7|^CMS/,
    'key-type-unsupported',
    'This is an X.509 certificate, which holds a public key only.',
    PRIVATE_BESIDE,
  ],
  [
    /^PKCS#12/,
    'key-type-unsupported',
    'This is a PKCS#12 store (.pfx, .p12), which Latchkey does not read.',
    told`Take the private key out of it with: openssl pkcs12 -in FILE -nocerts -out KEY`,
  ],
  [
    /^JAVA KEYSTORE/,
    'key-type-unsupported',
    'This is a Java key store, which Latchkey does not read.',
    told`Convert it with keytool -importkeystore to PKCS#12, then with: openssl pkcs12 -in FILE -nocerts -out KEY`,
  ],
  [
    / PARAMETERS$/,
    'key-type-unsupported',
    'These are the parameters that keys are made with, not a key.',
    'Give the private key that was made with them.',
  ],
  [/^DSA /, 'key-type-unsupported', 'This is a DSA key, which OpenSSH has dropped.', NEW_PAIR],
  [
    /^PGP /,
    'key-type-unsupported',
    'This is an OpenPGP key, not an SSH key.',
    'Give an OpenSSH private key; a subkey made for SSH stays with gpg-agent.',
  ],
  [
    /^AGE/,
    'key-type-unsupported',
    'This is of age, which encrypts files; its keys make no signatures.',
    'Give an SSH key pair. If it is an SSH key that age has encrypted, decrypt the file with age first.',
  ],
  [
    /^SSH2 ENCRYPTED PRIVATE KEY/,
    'key-type-unsupported',
    'This is a private key of the commercial SSH2 (ssh.com), which Latchkey does not read.',
    told`Convert it with: puttygen FILE -O private-openssh -o COPY`,
  ],
  [
    /^SSH1/,
    'key-type-unsupported',
    'This is a key of SSH version 1, which no server should speak any more.',
    NEW_PAIR,
  ],
  [
    /^PPK1/,
    'key-type-unsupported',
    'This is a PuTTY key of version 1, which Latchkey does not read.',
    told`Convert it with: puttygen FILE -O private -o COPY`,
  ],
  [
    /^PPK/,
    'key-type-unsupported',
    'This is a PuTTY key of a version that Latchkey does not know.',
    told`Convert it with: puttygen FILE -O private --ppk-param version=3 -o COPY`,
  ],
  [
    /^JWK/,
    'key-type-unsupported',
    'This is a JSON Web Key, which Latchkey does not read.',
    'Take the key as PEM or as an OpenSSH file from where it was made.',
  ],
  [
    /^CERT-V/,
    'key-type-unsupported',
    'This is an OpenSSH certificate, which holds a public key only.',
    'Take the file of the same name without -cert.pub at its end.',
  ],
  [
    /^KNOWN HOSTS/,
    'key-unreadable',
    'These are the keys of servers (known_hosts), not of users.',
    'Give a key pair of yours, such as the file id_ed25519.',
  ],
  [
    /^HTML/,
    'key-unreadable',
    'This is a web page, not a key.',
    'Download the key itself; the page may be the login page that came in its place.',
  ],
  [
    /^EMPTY/,
    'key-unreadable',
    'There is nothing in it.',
    'Give the whole key, from its first line to its last.',
  ],
  [
    /^TOO LONG/,
    'key-unreadable',
    'This is too long for a key.',
    'Give the file of the key alone; it has a few kilobytes.',
  ],
  [/^TOO MANY/, 'key-unreadable', 'There are more than 200 keys in this.', 'Give it in several pieces.'],
]

/** The error for something by its name: a PEM label, or one of the names that stand above. */
export function namedRefusal(name: string): LatchkeyError {
  const [, code, says, advice] = refusals.find(([pattern]) => pattern.test(name)) ?? []
  if (code !== undefined && says !== undefined && advice !== undefined)
    return new LatchkeyError(code, says, { advice })
  return notAKey()
}

/** Whether a PEM block with this label is refused whatever it holds. */
export function isRefusedLabel(label: string): boolean {
  return refusals.some(([pattern]) => pattern.test(label))
}

export function notAKey(): LatchkeyError {
  return new LatchkeyError('key-unreadable', 'This is not a key in a form that Latchkey knows.', {
    advice: 'Give a key as OpenSSH, PEM or PuTTY file, or the line of a public key.',
  })
}

const algorithms: Record<string, [what: string, advice?: string]> = {
  [DSA]: [told`DSA, which OpenSSH has dropped`, NEW_PAIR],
  '1.2.840.113549.1.3.1': [told`Diffie-Hellman, which makes no signatures`],
  '1.2.840.10046.2.1': [told`Diffie-Hellman, which makes no signatures`],
  '1.3.101.110': [told`X25519, which makes no signatures`],
  '1.3.101.111': [told`X448, which makes no signatures`],
  '1.3.101.113': [told`Ed448, which OpenSSH does not have`, NEW_PAIR],
  '1.2.840.113549.1.1.10': [
    told`RSA for PSS signatures only, which SSH does not use`,
    'Make a key pair that is not limited to PSS.',
  ],
}

/** For an algorithm that no SSH server takes. `name` is an object identifier, or words. */
export function unsupportedAlgorithm(name: string): LatchkeyError {
  const [what, advice] = algorithms[name] ?? [/[a-z]/i.test(name) ? name : told`the algorithm ${name}`]
  return unsupportedType(what, advice)
}

const curveNames: Record<string, string> = {
  '1.3.132.0.10': 'secp256k1',
  '1.2.840.10045.3.1.1': 'P-192',
  '1.3.132.0.33': 'P-224',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
  '1.2.156.10197.1.301': 'SM2',
}

/** For a curve that RFC 5656 does not require. `name` is an object identifier, or words. */
export function unsupportedCurve(name: string): LatchkeyError {
  return unsupportedType(
    told`ECDSA with the curve ${curveNames[name] ?? name}`,
    name.startsWith('written')
      ? told`On a copy of the file, name the curve with: openssl ec -in FILE -param_enc named_curve -out COPY`
      : 'Use P-256, P-384 or P-521, or better Ed25519.',
  )
}

/** For the type in front of a public key: `ssh-dss`, `sk-…`, a certificate, or anything else, as damage does it. */
export function unsupportedSshType(sshType: string): LatchkeyError {
  // RFC 4251 §6: types have no other names.
  if (!/^[\x21-\x7e]{1,64}$/.test(sshType)) return damagedPublicKey(told`its type has no readable name`)
  if (/-cert-v\d\d@openssh\.com$/.test(sshType)) return namedRefusal('CERT-V')
  if (/^(webauthn-)?sk-/.test(sshType))
    return unsupportedType(
      told`a key on a hardware token (${sshType})`,
      'Its private half never leaves the token. Make a key pair of its own for Latchkey and use both.',
    )
  if (sshType === 'ssh-dss') return unsupportedType(told`DSA, which OpenSSH has dropped (ssh-dss)`, NEW_PAIR)
  if (sshType === 'ssh-ed448') return unsupportedAlgorithm('1.3.101.113')
  return unsupportedType(sshType)
}
