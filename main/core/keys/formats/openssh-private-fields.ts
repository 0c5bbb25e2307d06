import { told } from '../../../../contract/words/say.js'
import { damagedKey } from '../key-errors.js'
import { type Curve, curves } from '../public-key.js'
import type { WireReader } from '../ssh-wire.js'
import type { PrivateHalf } from './private-half.js'

/** Reads one private key as OpenSSH's files and its agent write it. Throws `WireError` or `key-damaged`. */
export function readPrivateFields(reader: WireReader): PrivateHalf {
  const type = reader.text()
  if (type === 'ssh-ed25519') return readEd25519(reader)
  if (type === 'ssh-rsa') return readRsa(reader)
  const curve = curves.find(({ ssh }) => type === `ecdsa-sha2-${ssh}`)
  if (curve === undefined) throw damagedKey(told`its private half is of another type than its public half`)
  return readEcdsa(reader, curve)
}

function readEd25519(reader: WireReader): PrivateHalf {
  const point = reader.bytes()
  const both = reader.bytes()
  if (both.length !== 64 || !both.subarray(32).equals(point))
    throw damagedKey(told`its two copies of the public half differ`)
  return { type: 'ed25519', seed: both.subarray(0, 32), point }
}

function readRsa(reader: WireReader): PrivateHalf {
  const [n, e, d] = [reader.mpint(), reader.mpint(), reader.mpint()]
  const [qi, p, q] = [reader.mpint(), reader.mpint(), reader.mpint()]
  return { type: 'rsa', n, e, d, p, q, dp: null, dq: null, qi }
}

function readEcdsa(reader: WireReader, curve: Curve): PrivateHalf {
  if (reader.text() !== curve.ssh) throw damagedKey(told`it names two different curves`)
  return { type: 'ecdsa', curve, point: reader.bytes(), d: reader.mpint() }
}
