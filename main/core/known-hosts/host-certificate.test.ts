import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freshKey } from '../../../test/helpers/fresh-key.js'
import { blobFromKey } from '../keys/public-key.js'
import { string, uint32, WireError } from '../keys/ssh-wire.js'
import { isLatchkeyError } from '../lib/error.js'
import { certificateFault, readHostCertificate } from './host-certificate.js'

const host = blobFromKey(createPublicKey(freshKey('ed25519')))
const authority = freshKey('ed25519')
const now = Date.parse('2026-06-01T12:00:00Z')
const uint64 = (value: bigint) => {
  const out = Buffer.alloc(8)
  out.writeBigUInt64BE(value)
  return out
}

interface Says {
  kind?: number
  principals?: string[]
  after?: bigint
  before?: bigint
  critical?: Buffer
  by?: KeyObject
}

/** What ssh-keygen makes of a host key (PROTOCOL.certkeys), and what it would not make. */
function certificate(says: Says = {}): Buffer {
  const { kind = 2, principals = ['web.example'], after = 0n, before = 2n ** 64n - 1n } = says
  const { critical = Buffer.alloc(0), by = authority } = says
  const signed = Buffer.concat([
    string('ssh-ed25519-cert-v01@openssh.com'),
    string(Buffer.alloc(32, 1)),
    string(host.subarray(-32)),
    ...[uint64(1n), uint32(kind), string('web hosts'), string(Buffer.concat(principals.map(string)))],
    ...[uint64(after), uint64(before), string(critical), string(''), string('')],
    string(blobFromKey(createPublicKey(authority))),
  ])
  const signature = Buffer.concat([string('ssh-ed25519'), string(sign(null, signed, by))])
  return Buffer.concat([signed, string(signature)])
}

const faultOf = (says: Says, name = 'web.example', at = now) =>
  certificateFault(readHostCertificate(certificate(says)), name, at)

describe("a host's certificate", () => {
  it('is read and found good', () => {
    expect(readHostCertificate(certificate())).toMatchObject({
      hostKey: host,
      keyId: 'web hosts',
      kind: 'host',
    })
    expect(faultOf({})).toBe(null)
    expect(faultOf({}, 'WEB.example')).toBe(null)
  })

  it.each<[Says, RegExp]>([
    [{ critical: Buffer.concat([string('only-on'), string('sundays')]) }, /conditions.*only-on/],
    [{ kind: 1 }, /not one for hosts/],
    [{ kind: 7 }, /not one for hosts/],
    [{ principals: ['web'] }, /is for web, not for web\.example/],
    [{ by: freshKey('ed25519') }, /does not bear its authority's signature/],
  ])('with %o has a fault', (says, fault) => {
    expect(faultOf(says)).toMatch(fault)
  })

  it('counts from its first second on, and not in its last', () => {
    const [after, before] = [1_780_000_000n, 1_780_000_100n]
    const at = (seconds: number) => faultOf({ after, before }, 'web.example', seconds * 1000)
    expect([at(1_779_999_999), at(1_780_000_000), at(1_780_000_099), at(1_780_000_100)]).toEqual([
      expect.stringMatching(/counts only from 2026-05-28/),
      null,
      null,
      expect.stringMatching(/has expired on 2026-05-28/),
    ])
  })

  it('with any bit turned is refused or has a fault, and no other error comes of it', () => {
    const good = certificate()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: good.length * 8 - 1 }), (bit) => {
        const bad = Buffer.from(good)
        bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        try {
          expect(certificateFault(readHostCertificate(bad), 'web.example', now)).not.toBe(null)
        } catch (error) {
          expect(error instanceof WireError || isLatchkeyError(error)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
