/*
 * bcrypt_pbkdf as OpenSSH has it (OpenBSD's bcrypt_pbkdf(3)). A cipher's key and IV take two blocks of 32 bytes, and both
 * are worked out in one loop, so that the processor, which with one of them mostly waits for memory, always has the other
 * to go on with.
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

/** An instance of `scheduleModule`: its memory and its function. */
export interface Schedule {
  words: Int32Array
  expand(keyOne: number, keyTwo: number, saltOne: number, saltTwo: number): void
}

/** Answers fresh key material, which the caller wipes, as it does the passphrase. `start` is what `piWords` makes. */
export function deriveBcrypt(
  input: BcryptInput,
  schedule: Schedule,
  start: Int32Array,
  sha512: Sha512,
): Uint8Array {
  // Behind the two states: 16 words that stay 0, the passphrase, the two salts.
  const [passphrase, saltOne, saltTwo] = [2100, 2116, 2132]
  const { words } = schedule
  const blocks = Math.ceil(input.length / 32)
  const material = new Uint8Array(input.length)
  putHash(words, passphrase, sha512(input.passphrase))
  for (let block = 0; block < blocks; block += 2) {
    putHash(words, saltOne, sha512(Buffer.concat([input.salt, Buffer.of(0, 0, 0, block + 1)])))
    putHash(words, saltTwo, sha512(Buffer.concat([input.salt, Buffer.of(0, 0, 0, block + 2)])))
    for (let round = 0; round < input.rounds; round++) {
      hashBoth(schedule, start)
      const [one, two] = [encryptText(words.subarray(0, 1042)), encryptText(words.subarray(1042, 2084))]
      mixIn(material, one, block, blocks)
      if (block + 1 < blocks) mixIn(material, two, block + 1, blocks)
      putHash(words, saltOne, sha512(one))
      putHash(words, saltTwo, sha512(two))
      one.fill(0)
      two.fill(0)
    }
  }
  words.fill(0)
  return material
}

/** The blocks take turns, byte by byte: so each byte of a key costs the work of them all. */
function mixIn(material: Uint8Array, bytes: Uint8Array, block: number, blocks: number): void {
  for (let index = 0, at = block; at < material.length && index < 32; index++, at += blocks)
    material[at] = (material[at] ?? 0) ^ (bytes[index] ?? 0)
}

/** bcrypt of the passphrase with each of the salts, up to its key schedules' end. */
function hashBoth({ words, expand }: Schedule, start: Int32Array): void {
  const [none, passphrase, saltOne, saltTwo] = [2084 * 4, 2100 * 4, 2116 * 4, 2132 * 4]
  words.set(start, 0)
  words.set(start, 1042)
  expand(passphrase, passphrase, saltOne, saltTwo)
  for (let time = 0; time < 64; time++) {
    expand(saltOne, saltTwo, none, none)
    expand(passphrase, passphrase, none, none)
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

/** Wipes the digest. */
function putHash(words: Int32Array, at: number, digest: Buffer): void {
  words.set(bigEndianWords(digest), at)
  digest.fill(0)
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
  const parts = [mixIn, hashBoth, substitute, encryptText, putHash, bigEndianWords]
  return [deriveBcrypt, ...parts, piWords, piSeries, squareRoot].join('\n')
}
