/*
 * bcrypt_pbkdf as OpenSSH has it (OpenBSD's bcrypt_pbkdf(3)), quicker than OpenSSH's own: a cipher's key and IV take two
 * blocks of 32 bytes, and both are worked out in one loop, so that the processor, which with one of them mostly waits for
 * memory, always has the other to go on with.
 *
 * All functions but the last run in a worker that gets them as text. So they use each other and nothing else: no imports,
 * no constants of this file, and no functions with names inside of them, which some compilers wrap.
 */

export interface BcryptInput {
  passphrase: Uint8Array
  salt: Uint8Array
  rounds: number
  /** Bytes of key material wanted, at most 1024. */
  length: number
}

type Sha512 = (data: Uint8Array) => Buffer

/** Answers fresh key material, which the caller wipes, as it does the passphrase. `start` is what `piWords` makes. */
export function deriveBcrypt(input: BcryptInput, start: Int32Array, sha512: Sha512): Uint8Array {
  const passphrase = hashedWords(input.passphrase, sha512)
  const blocks = Math.ceil(input.length / 32)
  const material = new Uint8Array(input.length)
  for (let block = 0; block < blocks; block += 2) {
    let saltOne = hashedWords(Buffer.concat([input.salt, Buffer.of(0, 0, 0, block + 1)]), sha512)
    let saltTwo = hashedWords(Buffer.concat([input.salt, Buffer.of(0, 0, 0, block + 2)]), sha512)
    for (let round = 0; round < input.rounds; round++) {
      const [one, two] = hashBoth(start, passphrase, saltOne, saltTwo)
      mixIn(material, one, block, blocks)
      if (block + 1 < blocks) mixIn(material, two, block + 1, blocks)
      saltOne = hashedWords(one, sha512)
      saltTwo = hashedWords(two, sha512)
      one.fill(0)
      two.fill(0)
    }
  }
  passphrase.fill(0)
  return material
}

/** The blocks take turns, byte by byte: so each byte of a key costs the work of them all. */
function mixIn(material: Uint8Array, bytes: Uint8Array, block: number, blocks: number): void {
  for (let index = 0, at = block; at < material.length && index < 32; index++, at += blocks)
    material[at] = (material[at] ?? 0) ^ (bytes[index] ?? 0)
}

/** Two bcrypt hashes of one passphrase with two salts; all three are 16 words. */
function hashBoth(
  start: Int32Array,
  passphrase: Int32Array,
  saltOne: Int32Array,
  saltTwo: Int32Array,
): [Buffer, Buffer] {
  const none = new Int32Array(16)
  const one = start.slice()
  const two = start.slice()
  expandBoth(one, two, passphrase, passphrase, saltOne, saltTwo)
  for (let time = 0; time < 64; time++) {
    expandBoth(one, two, saltOne, saltTwo, none, none)
    expandBoth(one, two, passphrase, passphrase, none, none)
  }
  const hashes: [Buffer, Buffer] = [encryptText(one), encryptText(two)]
  one.fill(0)
  two.fill(0)
  return hashes
}

/** Blowfish's key schedule with a salt, for two states at once: a state is 18 subkeys and four boxes of 256 words. */
function expandBoth(
  one: Int32Array,
  two: Int32Array,
  keyOne: Int32Array,
  keyTwo: Int32Array,
  saltOne: Int32Array,
  saltTwo: Int32Array,
): void {
  for (let i = 0; i < 18; i++) {
    one[i] = (one[i] ?? 0) ^ (keyOne[i & 15] ?? 0)
    two[i] = (two[i] ?? 0) ^ (keyTwo[i & 15] ?? 0)
  }
  // Plain statements: what swaps by destructuring is three times slower here.
  let left = 0
  let right = 0
  let left2 = 0
  let right2 = 0
  for (let at = 0; at < 1042; at += 2) {
    left ^= (saltOne[at & 15] ?? 0) ^ (one[0] ?? 0)
    left2 ^= (saltTwo[at & 15] ?? 0) ^ (two[0] ?? 0)
    right ^= saltOne[(at + 1) & 15] ?? 0
    right2 ^= saltTwo[(at + 1) & 15] ?? 0
    for (let i = 1; i < 17; i += 2) {
      right ^= substitute(one, left) ^ (one[i] ?? 0)
      right2 ^= substitute(two, left2) ^ (two[i] ?? 0)
      left ^= substitute(one, right) ^ (one[i + 1] ?? 0)
      left2 ^= substitute(two, right2) ^ (two[i + 1] ?? 0)
    }
    const next = right ^ (one[17] ?? 0)
    right = left
    left = next
    const next2 = right2 ^ (two[17] ?? 0)
    right2 = left2
    left2 = next2
    one[at] = left
    one[at + 1] = right
    two[at] = left2
    two[at + 1] = right2
  }
}

/** Blowfish's F. */
function substitute(state: Int32Array, word: number): number {
  const sum = (state[18 + (word >>> 24)] ?? 0) + (state[274 + ((word >>> 16) & 255)] ?? 0)
  return (sum ^ (state[530 + ((word >>> 8) & 255)] ?? 0)) + (state[786 + (word & 255)] ?? 0)
}

/** bcrypt_pbkdf's text, 64 times encrypted; its words are written little-endian. */
function encryptText(state: Int32Array): Buffer {
  const text = bigEndianWords(Buffer.from('OxychromaticBlowfishSwatDynamite'))
  for (let time = 0; time < 64; time++)
    for (let at = 0; at < 8; at += 2) {
      let left = (text[at] ?? 0) ^ (state[0] ?? 0)
      let right = text[at + 1] ?? 0
      for (let i = 1; i < 17; i += 2) {
        right ^= substitute(state, left) ^ (state[i] ?? 0)
        left ^= substitute(state, right) ^ (state[i + 1] ?? 0)
      }
      text[at] = right ^ (state[17] ?? 0)
      text[at + 1] = left
    }
  const bytes = Buffer.alloc(32)
  for (let at = 0; at < 8; at++) bytes.writeInt32LE(text[at] ?? 0, at * 4)
  return bytes
}

function hashedWords(data: Uint8Array, sha512: Sha512): Int32Array {
  const digest = sha512(data)
  const words = bigEndianWords(digest)
  digest.fill(0)
  return words
}

function bigEndianWords(bytes: Buffer): Int32Array {
  return Int32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readInt32BE(index * 4))
}

/** What Blowfish begins with: the fraction of π, 1042 words of it, by the Chudnovskys' series. */
export function piWords(): Int32Array {
  const bits = 1042n * 32n
  const spare = 64n
  const [, q, t] = piSeries(0n, bits / 47n + 3n) // 47 bits a term
  const pi = (q * 426880n * squareRoot(10005n << (2n * (bits + spare)), 1n << (bits + spare + 7n))) / t
  const fraction = (pi >> spare) & ((1n << bits) - 1n)
  const hex = fraction.toString(16).padStart(1042 * 8, '0')
  return Int32Array.from({ length: 1042 }, (_, index) =>
    Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16),
  )
}

function piSeries(from: bigint, to: bigint): [bigint, bigint, bigint] {
  if (from === 0n && to === 1n) return [1n, 1n, 13591409n]
  if (to - from === 1n) {
    const p = (6n * from - 5n) * (2n * from - 1n) * (6n * from - 1n)
    const t = p * (13591409n + 545140134n * from)
    return [p, from ** 3n * 10939058860032000n, from % 2n === 1n ? -t : t]
  }
  const middle = (from + to) / 2n
  const [p1, q1, t1] = piSeries(from, middle)
  const [p2, q2, t2] = piSeries(middle, to)
  return [p1 * p2, q1 * q2, q2 * t1 + p1 * t2]
}

/** Rounded down. `above` is any number that is not below it. */
function squareRoot(square: bigint, above: bigint): bigint {
  for (let root = above; ; ) {
    const next = (root + square / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** `deriveBcrypt` and what it uses, as JavaScript for a worker. */
export function bcryptSource(): string {
  const parts = [mixIn, hashBoth, expandBoth, substitute, encryptText, hashedWords, bigEndianWords]
  return [deriveBcrypt, ...parts, piWords, piSeries, squareRoot].join('\n')
}
