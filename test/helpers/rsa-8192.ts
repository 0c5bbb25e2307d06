import { createDiffieHellmanGroup, createPrivateKey } from 'node:crypto'

/**
 * An RSA key of 8192 bits as PKCS#1 PEM, of two primes that everybody knows (RFC 3526 §5, RFC 7919 appendix A.3): a
 * search for two of 4096 bits takes minutes.
 */
export function rsa8192(): string {
  const p = BigInt(`0x${createDiffieHellmanGroup('modp16').getPrime('hex')}`)
  const q = 2n ** 4096n - 2n ** 4032n + (eulersNumber(3966n) + 5736041n) * 2n ** 64n - 1n
  const e = 65537n
  const d = inverse(e, (p - 1n) * (q - 1n))
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  const jwk = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64url(value)]))
  const key = createPrivateKey({ key: { kty: 'RSA', ...jwk }, format: 'jwk' })
  return String(key.export({ type: 'pkcs1', format: 'pem' }))
}

/** The whole part of 2^bits times e. */
function eulersNumber(bits: bigint): bigint {
  let sum = 0n
  for (let [term, k] = [2n ** (bits + 64n), 1n]; term > 0n; k += 1n) {
    sum += term
    term /= k
  }
  return sum / 2n ** 64n
}

/** The number that gives 1 with `a`, modulo `modulus`; 0 ≤ it < `modulus`. */
export function inverse(a: bigint, modulus: bigint): bigint {
  let [r, next, x, y] = [modulus, a % modulus, 0n, 1n]
  while (next > 0n) [r, next, x, y] = [next, r % next, y, x - (r / next) * y]
  return ((x % modulus) + modulus) % modulus
}

function base64url(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}
