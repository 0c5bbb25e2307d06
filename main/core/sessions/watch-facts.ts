import type { Duplex } from 'node:stream'
import type { AttemptFacts } from './attempt-facts.js'
import { kexInitEnds } from './kex-init.js'

/** More than any notice to users has. */
const MAX_BANNER = 16_384
/** A version, what may stand before it, and the longest KEXINIT there is. */
const MAX_FIRST_BYTES = 40_000

/** What the server says before login. */
export function noteBanner(text: string, facts: AttemptFacts): void {
  facts.banner = (facts.banner + text).slice(0, MAX_BANNER)
}

/**
 * ssh2 tells the first bytes only if they are SSH's, and of the algorithms only the first kind that does not fit. Reads
 * along until it has seen what the server offers.
 */
export function watchFirstBytes(stream: Duplex, facts: AttemptFacts): void {
  const note = (chunk: Buffer) => {
    facts.firstBytes = Buffer.concat([facts.firstBytes, chunk]).subarray(0, MAX_FIRST_BYTES)
    if (kexInitEnds(facts.firstBytes) || facts.firstBytes.length === MAX_FIRST_BYTES) stream.off('data', note)
  }
  stream.prependListener('data', note)
}

/** ssh2 tells these only in its debug lines. */
export function noteFact(line: string, facts: AttemptFacts): void {
  facts.software =
    /^Remote ident: 'SSH-[\d.]+-([\x20-\x26\x28-\x7e]{1,100})/.exec(line)?.[1] ?? facts.software
  const refusal = /^Inbound: Received USERAUTH_FAILURE \((.*)\)$/.exec(line)
  if (refusal !== null) facts.methods = (refusal[1] ?? '').split(',').filter(isMethodName).slice(0, 20)
}

/** RFC 4251 §6: printable ASCII, at most 64 characters. What else a server says here is not for a person's eyes. */
const isMethodName = (name: string) => /^[\x21-\x7e]{1,64}$/.test(name)
