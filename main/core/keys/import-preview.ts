import type { ImportPreview } from '../../../contract/keys.js'
import type { FoundKey } from './formats/found-key.js'
import { stateOf } from './key-pair.js'
import type { KeyRecords } from './key-records.js'
import { fingerprintMd5, fingerprintSha256, publicKeyFacts } from './public-key.js'

/** What the window sees of a key that was found, before anything is stored. */
export function toPreview(found: FoundKey, part: number, records: KeyRecords): ImportPreview {
  const { state, format } = found
  const blob = blobOf(found)
  return {
    part,
    state,
    format,
    encryption: 'encryption' in found ? found.encryption : null,
    key: blob && looksOf(blob),
    comment: found.state === 'refused' ? '' : found.comment,
    knownAs: blob && knownAs(blob, records),
    ...(found.state === 'refused' && { problem: found.problem.info }),
  }
}

/** The public half as far as it can be told. */
export function blobOf(found: FoundKey): Buffer | null {
  if (found.state === 'refused') return null
  return found.state === 'key' ? found.proven.blob : found.blob
}

function looksOf(blob: Buffer): ImportPreview['key'] {
  const { type, bits } = publicKeyFacts(blob)
  return { type, bits, fingerprint: fingerprintSha256(blob), fingerprintMd5: fingerprintMd5(blob) }
}

function knownAs(blob: Buffer, records: KeyRecords): ImportPreview['knownAs'] {
  const twin = records.twinOf(blob)
  if (twin === undefined) return null
  const { id, name, hasPrivate } = twin
  return { id, name, hasPrivate, state: stateOf(twin) }
}
