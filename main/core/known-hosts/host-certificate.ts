import { told } from '../../../contract/words/say.js'
import { publicKeyFacts } from '../keys/public-key.js'
import { isSignedBy } from '../keys/ssh-signature.js'
import { string, WireError, type WireReader, wireReader } from '../keys/ssh-wire.js'
import { isLatchkeyError } from '../lib/error.js'

/** A host's certificate as it says itself: nothing of it has been checked. */
export interface HostCertificate {
  /** The blob of the host key that it is about. */
  hostKey: Buffer
  /** `user`: it lets a person log in, and proves no host. */
  kind: 'user' | 'host' | 'other'
  /** What its authority calls it. */
  keyId: string
  /** The names of the host; empty: any. */
  principals: string[]
  /** Seconds since 1970; the first that counts, and the first that counts no more. */
  validAfter: bigint
  validBefore: bigint
  criticalOptions: string[]
  /** The authority's public key blob. */
  authority: Buffer
  signed: Buffer
  signature: Buffer
}

const SUFFIX = '-cert-v01@openssh.com'

/** Whether a public key blob or an algorithm is a certificate's. */
export const isCertificateType = (type: string): boolean => type.endsWith(SUFFIX)

/** `ssh-ed25519` of `ssh-ed25519-cert-v01@openssh.com`; other names are their own. */
export const withoutCertificate = (type: string): string =>
  isCertificateType(type) ? type.slice(0, -SUFFIX.length) : type

const LONGEST_NAME = 256

/** Reads a certificate (OpenSSH's PROTOCOL.certkeys, version 01). Throws `WireError`, or as `publicKeyFacts` for its key. */
export function readHostCertificate(blob: Uint8Array): HostCertificate {
  const reader = wireReader(blob)
  const type = withoutCertificate(reader.text())
  reader.bytes() // a nonce
  const hostKey = Buffer.concat([string(type), ...keyFields(type, reader).map(string)])
  publicKeyFacts(hostKey)
  reader.uint64() // a serial number
  const kind = kinds[reader.uint32()] ?? 'other'
  const keyId = reader.text().slice(0, LONGEST_NAME)
  const principals = texts(reader.bytes())
  const [validAfter, validBefore] = [reader.uint64(), reader.uint64()]
  const criticalOptions = texts(reader.bytes()).filter((_, index) => index % 2 === 0)
  reader.bytes() // extensions: there are none for hosts, and unknown ones are to be ignored
  reader.bytes() // reserved
  const authority = reader.bytes()
  const signed = Buffer.from(blob.subarray(0, blob.length - reader.rest().length))
  const signature = reader.bytes()
  reader.end()
  const says = { kind, keyId, principals, validAfter, validBefore, criticalOptions } as const
  return { hostKey, ...says, authority, signed, signature }
}

const kinds: Record<number, HostCertificate['kind']> = { 1: 'user', 2: 'host' }

/** How many fields each type of key has after its name. */
function keyFields(type: string, reader: WireReader): Buffer[] {
  const count = type === 'ssh-ed25519' ? 1 : 2
  return Array.from({ length: count }, () => reader.bytes())
}

function texts(packed: Buffer): string[] {
  const reader = wireReader(packed)
  const all: string[] = []
  while (reader.rest().length > 0) all.push(reader.text())
  return all
}

/**
 * Why a certificate proves nothing for `host`, as the end of the sentence "Its certificate …"; null where it is good
 * now, `now` in milliseconds. Whether its authority is trusted is another question.
 */
export function certificateFault(certificate: HostCertificate, host: string, now: number): string | null {
  const { kind, principals, validAfter, validBefore, criticalOptions, keyId } = certificate
  const seconds = BigInt(Math.floor(now / 1000))
  const unsigned = signatureFault(certificate)
  if (unsigned !== null) return unsigned
  if (kind !== 'host') return told`is not one for hosts (${keyId})`
  if (seconds < validAfter) return told`counts only from ${day(validAfter)} on`
  if (seconds >= validBefore) return told`has expired on ${day(validBefore)}`
  if (principals.length > 0 && !principals.includes(host.toLowerCase()))
    return told`is for ${principals.slice(0, 5).join(', ')}, not for ${host}`
  if (criticalOptions.length > 0)
    return told`has conditions that Latchkey doesn't know (${criticalOptions[0]})`
  return null
}

function signatureFault({ authority, signed, signature }: HostCertificate): string | null {
  try {
    return isSignedBy(authority, signed, signature) ? null : told`does not bear its authority's signature`
  } catch (error) {
    if (error instanceof WireError) return told`has a damaged signature`
    if (isLatchkeyError(error)) return told`is signed with a key that can't be checked: ${error.message}`
    throw error
  }
}

function day(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? told`a day beyond all calendars` : date.toISOString().slice(0, 10)
}
