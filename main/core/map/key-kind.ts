import type { WeakReason } from '../../../contract/map.js'
import { type WireReader, wireReader } from '../keys/ssh-wire.js'

/** What a public key is, also where Latchkey can't use it. */
export interface KeyKind {
  /** As contract/map.ts names it. */
  type: string
  /** Null where it isn't known. */
  bits: number | null
}

/** NIST SP 800-131A: shorter ones are not to be used any more. */
const LEAST_RSA_BITS = 2048

const others: Record<string, KeyKind | undefined> = {
  __proto__: null as never,
  'ssh-ed25519': { type: 'ed25519', bits: 256 },
  'sk-ssh-ed25519@openssh.com': { type: 'ed25519-sk', bits: 256 },
  'sk-ecdsa-sha2-nistp256@openssh.com': { type: 'ecdsa-sk', bits: 256 },
}

/**
 * Reads as much of a public key blob (RFC 4253 §6.6) as is needed to say what it is. Never throws: what is not well-formed
 * goes by the type that it names, which is empty where even that can't be read.
 */
export function keyKind(blob: Uint8Array): KeyKind {
  const reader = wireReader(blob)
  const sshType = attempt(() => reader.text()) ?? ''
  const curve = /^ecdsa-sha2-nistp(\d{3})$/.exec(sshType)?.[1]
  if (curve !== undefined) return { type: 'ecdsa', bits: Number(curve) }
  if (sshType === 'ssh-rsa') return { type: 'rsa', bits: attempt(() => modulusBits(reader)) ?? null }
  if (sshType === 'ssh-dss') return { type: 'dsa', bits: attempt(() => bitLength(reader.mpint())) ?? null }
  return others[sshType] ?? { type: sshType, bits: null }
}

/** The modulus of an RSA key stands after its exponent. */
function modulusBits(reader: WireReader): number {
  reader.mpint()
  return bitLength(reader.mpint())
}

/** Why a key of this kind should not be used any more. */
export function kindWeakness({ type, bits }: KeyKind): Exclude<WeakReason, 'old'> | null {
  if (type === 'dsa') return 'dsa'
  return type === 'rsa' && bits !== null && bits < LEAST_RSA_BITS ? 'short-rsa' : null
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined // not well-formed: it stays unknown
  }
}

function bitLength(number: Buffer): number {
  return number.length === 0 ? 0 : number.length * 8 - Math.clz32(number[0] ?? 0) + 24
}
