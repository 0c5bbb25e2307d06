import { told } from '../../../../contract/words/say.js'
import { damagedKey } from '../key-errors.js'
import { curves } from '../public-key.js'
import { wireReader } from '../ssh-wire.js'
import type { PrivateHalf } from './private-half.js'

/**
 * Reads the private section of a PPK, which leaves out what stands in the public one. What follows is padding. Throws
 * `WireError` or `key-damaged`.
 */
export function readPpkHalf(blob: Buffer, section: Buffer): PrivateHalf {
  const outer = wireReader(blob)
  const inner = wireReader(section)
  const type = outer.text()
  // PuTTY took the seed for a little-endian number, so zeros at its end may be missing.
  if (type === 'ssh-ed25519') return { type: 'ed25519', seed: inner.bytes(), point: outer.bytes() }
  if (type === 'ssh-rsa') {
    const [e, n] = [outer.mpint(), outer.mpint()]
    const [d, p, q, qi] = [inner.mpint(), inner.mpint(), inner.mpint(), inner.mpint()]
    return { type: 'rsa', n, e, d, p, q, dp: null, dq: null, qi }
  }
  const curve = curves.find(({ ssh }) => type === `ecdsa-sha2-${ssh}`)
  if (curve === undefined) throw damagedKey(told`its type has no known name`)
  outer.bytes() // the curve once more
  return { type: 'ecdsa', curve, point: outer.bytes(), d: inner.mpint() }
}
