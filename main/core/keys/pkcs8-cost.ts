import { damagedKey, tooCostly, unsupportedCipher } from './key-errors.js'
import { unsupportedType } from './public-key.js'

/** About two seconds each. OpenSSL's defaults are 2048 iterations and N·r·p = 131 072. */
const MOST_ITERATIONS = 10_000_000
const MOST_SCRYPT = 8_000_000

const ADVICE = 'Make a copy that asks for less with: openssl pkcs8 -topk8 -v2 aes256 -in FILE -out COPY'

// Object identifiers as the hex of their DER content.
const PBES2 = '2a864886f70d01050d'
const PBKDF2 = '2a864886f70d01050c'
const SCRYPT = '2b06010401da47040b'
const CIPHERS = [
  '60864801650304012a', // aes256-CBC
  '608648016503040116', // aes192-CBC
  '608648016503040102', // aes128-CBC
  '2a864886f70d0307', // des-ede3-cbc
]

/**
 * Looks into an EncryptedPrivateKeyInfo (RFC 5208 §6 with PBES2, RFC 8018 appendix A; scrypt as in RFC 7914 §7) for
 * what it asks to be computed, before anything is. Throws `key-too-costly`, `key-type-unsupported` or `key-damaged`.
 */
export function requireModestCost(der: Buffer): void {
  const [algorithm] = children(only(der, 0x30))
  const [scheme, parameters] = children(algorithm)
  if (oid(scheme) !== PBES2) throw unsupportedCipher('an old password scheme (PBES1)')
  const [kdf, cipher] = children(parameters)
  const [cipherName] = children(cipher)
  if (!CIPHERS.includes(oid(cipherName)))
    throw unsupportedCipher('a cipher other than AES and 3DES in CBC mode')
  const [kdfName, kdfParameters] = children(kdf)
  const numbers = children(kdfParameters).filter(({ tag }) => tag === 0x02)
  const [first = 0, r = 0, p = 0] = numbers.map(({ content }) => integer(content))
  if (oid(kdfName) === PBKDF2) refuseIf(first > MOST_ITERATIONS, `${first} iterations of PBKDF2`)
  else if (oid(kdfName) === SCRYPT)
    refuseIf(first * r * p > MOST_SCRYPT, `scrypt with N=${first} r=${r} p=${p}`)
  else throw unsupportedCipher('a key derivation other than PBKDF2 and scrypt')
}

/** For these OpenSSL computes the public half as soon as it reads one, from numbers of whatever length the file has. */
const SLOW_KINDS: Record<string, string> = {
  '2a8648ce380401': 'DSA, which OpenSSH has dropped',
  '2a864886f70d010301': 'Diffie-Hellman, which makes no signatures',
  '2a8648ce3e0201': 'Diffie-Hellman, which makes no signatures',
}

/**
 * Looks into a PrivateKeyInfo (RFC 5208 §5) for a kind that must not even be read. Throws `key-type-unsupported`, or
 * `key-damaged` for what isn't DER.
 */
export function requireQuickKind(der: Buffer): void {
  const [, algorithm] = children(only(der, 0x30))
  const [name] = children(algorithm)
  const slow = SLOW_KINDS[oid(name)]
  if (slow !== undefined) throw unsupportedType(slow)
}

function refuseIf(costly: boolean, asks: string): void {
  if (costly) throw tooCostly(asks, ADVICE)
}

interface Element {
  tag: number
  content: Buffer
}

const oid = (element: Element | undefined) => (element?.tag === 0x06 ? element.content.toString('hex') : '')

const integer = (content: Buffer) => Number(BigInt(`0x0${content.toString('hex')}`))

function only(der: Buffer, tag: number): Element {
  const [element, more] = elements(der)
  if (element?.tag !== tag || more !== undefined) throw damagedKey('its outer structure is wrong')
  return element
}

function children(element: Element | undefined): Element[] {
  if (element?.tag !== 0x30) throw damagedKey('its structure is wrong')
  return elements(element.content)
}

function elements(der: Buffer): Element[] {
  const found: Element[] = []
  for (let at = 0; at < der.length; ) {
    const { element, next } = elementAt(der, at)
    found.push(element)
    at = next
  }
  return found
}

function elementAt(der: Buffer, at: number): { element: Element; next: number } {
  const [tag, short] = [der[at], der[at + 1]]
  if (tag === undefined || short === undefined) throw damagedKey('its bytes end too early')
  const lengthBytes = short < 0x80 ? 0 : short - 0x80
  if (short === 0x80 || lengthBytes > 4 || at + 2 + lengthBytes > der.length)
    throw damagedKey('its structure has an impossible length')
  const start = at + 2 + lengthBytes
  const length = lengthBytes === 0 ? short : der.readUIntBE(at + 2, lengthBytes)
  if (length > der.length - start) throw damagedKey('its bytes end too early')
  return { element: { tag, content: der.subarray(start, start + length) }, next: start + length }
}
