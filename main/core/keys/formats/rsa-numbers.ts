import { checkPrime, createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { told } from '../../../../contract/words/say.js'
import { damagedKey } from '../key-errors.js'
import { withoutLeadingZeros } from './leading-zeros.js'

/** RFC 8017 §3.2, each big-endian. `dp` and `dq` are null in formats that leave them out. */
export interface RsaNumbers {
  n: Buffer
  e: Buffer
  d: Buffer
  p: Buffer
  q: Buffer
  dp: Buffer | null
  dq: Buffer | null
  qi: Buffer
}

/** In bytes: 8192 bits. Beyond it Electron's BoringSSL reads nothing, and OpenSSL takes minutes to sign. */
const LONGEST = 1024

/**
 * Answers the numbers, with `dp` and `dq` in buffers of their own that the caller wipes. Throws `key-damaged` unless
 * they make an RSA key, but for `p` and `q` being primes, which takes longer: see `requirePrimes`.
 *
 * The numbers pass through BigInt here, which can't be wiped; nothing else in node:crypto calculates with them.
 */
export function requireRsaKey(numbers: RsaNumbers): RsaNumbers & { dp: Buffer; dq: Buffer } {
  // Before anything is computed: numbers of megabits would keep the main thread busy.
  const given = Object.values(numbers).filter((number) => number !== null)
  if (given.some((number) => number.length > numbers.n.length) || numbers.n.length > LONGEST)
    throw damagedKey(told`its numbers are too long`)
  const [n, e, d, p, q, qi] = [numbers.n, numbers.e, numbers.d, numbers.p, numbers.q, numbers.qi].map(toBig)
  if (n === undefined || e === undefined || d === undefined) throw notRsa()
  if (p === undefined || q === undefined || qi === undefined) throw notRsa()
  const factors = p > 2n && q > 2n && p !== q && p * q === n && p % 2n === 1n && q % 2n === 1n
  if (!factors || e < 3n || e % 2n === 0n || d >= n) throw notRsa()
  if ((d * e) % (p - 1n) !== 1n || (d * e) % (q - 1n) !== 1n || qi >= p || (qi * q) % p !== 1n) throw notRsa()
  requireEqualSizes(numbers)
  return { ...numbers, dp: exponent(numbers.dp, d, p), dq: exponent(numbers.dq, d, q) }
}

/** A key is read several times: when its folder is looked through, when it is shown, when it is stored. */
const MOST_REMEMBERED = 100
const remembered = new Set<string>()

/**
 * Throws `key-damaged` unless both are prime, as far as some dozens of Miller-Rabin rounds can tell. `n` must be their
 * product. On Node's thread pool: 0.1 s for RSA 2048, some seconds for RSA 8192. Not again for an `n` that was right
 * before, since no other two numbers have that product: so nothing of the private half is kept.
 */
export async function requirePrimes({ n, p, q }: Pick<RsaNumbers, 'n' | 'p' | 'q'>): Promise<void> {
  const modulus = createHash('sha256').update(n).digest('base64')
  if (remembered.has(modulus)) return
  const primes = await Promise.all([p, q].map((number) => promisify(checkPrime)(number)))
  if (!primes.every(Boolean)) throw damagedKey(told`one of its two primes is not prime`)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.add(modulus)
}

/** Primes of unequal length are found quickly by whoever tries to factor the modulus. */
function requireEqualSizes({ n, p, q }: RsaNumbers): void {
  if (Math.min(significant(p), significant(q)) * 3 < significant(n))
    throw damagedKey(told`one of its primes is too short`)
}

function exponent(given: Buffer | null, d: bigint, prime: bigint): Buffer {
  const right = d % (prime - 1n)
  if (given !== null && toBig(given) !== right) throw notRsa()
  return fromBig(right)
}

const notRsa = () => damagedKey(told`its numbers make no RSA key`)

const significant = (number: Buffer) => withoutLeadingZeros(number).length

const toBig = (bytes: Buffer) => BigInt(`0x0${bytes.toString('hex')}`)

function fromBig(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}
