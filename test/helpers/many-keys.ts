import { createHash } from 'node:crypto'
import { string } from '../../main/core/keys/ssh-wire.js'
import type { KeyRecord } from '../../main/core/profile.js'
import { plainNotes } from './plain-notes.js'

/** Stored Ed25519 key pairs `k0`, `k1` …, each with another fingerprint; there are no private halves to them. */
export function manyKeys(count: number): KeyRecord[] {
  return Array.from({ length: count }, (_, n) => {
    const point = createHash('sha256').update(`key ${n}`).digest()
    const blob = Buffer.concat([string('ssh-ed25519'), string(point)]).toString('base64')
    const known = { id: `k${n}`, name: `key ${n}`, type: 'ed25519' as const, bits: 256, blob }
    const createdAt = '2026-01-01T00:00:00.000Z'
    return { ...plainNotes, ...known, phase: 'stored', comment: 'me', origin: 'generated', createdAt }
  })
}
