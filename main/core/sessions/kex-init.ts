/** What the server offers (RFC 4253 §7.1), of which both directions are one where they are the same. */
export interface ServerOffer {
  kex: string[]
  serverHostKey: string[]
  cipher: string[]
  hmac: string[]
  compress: string[]
}

const KEXINIT = 20

/** Whether the server's first packet is there as a whole, or can't be one. */
export function kexInitEnds(bytes: Buffer): boolean {
  const at = afterVersion(bytes)
  if (at === null || bytes.length < at + 6) return false
  const length = bytes.readUInt32BE(at)
  return length > 35_000 || bytes[at + 5] !== KEXINIT || bytes.length >= at + 4 + length
}

/** What the first bytes of a connection, not encrypted yet, say of the server's algorithms; null where they are no KEXINIT. */
export function readServerOffer(bytes: Buffer): ServerOffer | null {
  const at = afterVersion(bytes)
  if (at === null || bytes.length < at + 6 || bytes[at + 5] !== KEXINIT) return null
  const lists: string[][] = []
  let next = at + 6 + 16 // behind the cookie
  for (let index = 0; index < 8; index++) {
    if (bytes.length < next + 4) return null
    const end = next + 4 + bytes.readUInt32BE(next)
    if (bytes.length < end) return null
    lists.push(names(bytes.toString('latin1', next + 4, end)))
    next = end
  }
  const [
    kex = [],
    serverHostKey = [],
    up = [],
    down = [],
    macUp = [],
    macDown = [],
    zipUp = [],
    zipDown = [],
  ] = lists
  const both = (one: string[], other: string[]) => one.filter((name) => other.includes(name))
  return {
    kex,
    serverHostKey,
    cipher: both(up, down),
    hmac: both(macUp, macDown),
    compress: both(zipUp, zipDown),
  }
}

/** Lines of other text may stand before the version (RFC 4253 §4.2). */
function afterVersion(bytes: Buffer): number | null {
  const found = /(?:^|\n)SSH-[^\n]*\n/.exec(bytes.toString('latin1'))
  return found === null ? null : found.index + found[0].length
}

/** RFC 4251 §6: printable ASCII, at most 64 characters. What is in the list only as a flag of the protocol is left out. */
function names(list: string): string[] {
  return list
    .split(',')
    .filter((name) => /^[\x21-\x7e]{1,64}$/.test(name) && !/^(kex-strict|ext-info)-/.test(name))
    .slice(0, 60)
}
