/** What is looked for, by a name: each of its forms as bytes, at least three long. */
export type Needles = ReadonlyMap<string, readonly Uint8Array[]>

export interface Hit {
  name: string
  /** Which of its forms, counted from 0. */
  form: number
  at: number
}

const PAGE = 4096
const EMPTY = Buffer.alloc(PAGE)

/**
 * Looks for hundreds of byte patterns in one pass, however much there is to look through. What begins at `end` or later
 * is left out: a caller who reads in blocks finds it in the next one.
 */
export function byteSearch(needles: Needles): (bytes: Uint8Array, end?: number) => Hit[] {
  // By two bytes first: a table for three is larger than what a processor has at hand, and every byte is looked up.
  const pairs = new Uint8Array(1 << 16)
  const byBegin = new Map<number, { name: string; form: number; bytes: Buffer }[]>()
  for (const [name, forms] of needles)
    for (const [form, needle] of forms.entries()) {
      if (needle.length < 3) throw new Error(`${name} is too short to be looked for.`)
      const begin = threeBytes(needle, 0)
      pairs[begin >> 8] = 1
      byBegin.set(begin, [...(byBegin.get(begin) ?? []), { name, form, bytes: Buffer.from(needle) }])
    }
  return (bytes, end = bytes.length) => {
    const hits: Hit[] = []
    const last = Math.min(end, bytes.length - 2)
    let pair = bytes[0] ?? 0
    for (let at = 0; at < last; at++) {
      if (at % PAGE === 0 && pairs[0] === 0 && EMPTY.equals(bytes.subarray(at, at + PAGE))) {
        at += PAGE - 2 // the last zero may be what a needle begins with
        pair = 0
        continue
      }
      pair = ((pair & 0xff) << 8) | (bytes[at + 1] ?? 0)
      if (pairs[pair] === 0) continue
      const begin = (pair << 8) | (bytes[at + 2] ?? 0)
      for (const { name, form, bytes: needle } of byBegin.get(begin) ?? [])
        if (needle.equals(bytes.subarray(at, at + needle.length))) hits.push({ name, form, at })
    }
    return hits
  }
}

function threeBytes(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
}
