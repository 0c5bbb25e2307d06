import { readFileSync } from 'node:fs'
import { publicKeyLine } from '../../main/core/keys/public-key.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { ProfileStore } from '../../main/core/ports.js'
import type { KeyRecord } from '../../main/core/profile.js'
import type { KeysService } from '../../main/core/services.js'
import { plainNotes } from './plain-notes.js'

interface Vector {
  publicKey: string
  md5Blob: string
}

const { vectors }: { vectors: Vector[] } = JSON.parse(
  readFileSync(new URL('../vectors/keys/fingerprints.json', import.meta.url), 'utf8'),
)

/** A stored key pair of the profile, its public half from the vectors. */
export function keyRecord(id: string, name = id, vector = 0): KeyRecord {
  return {
    id,
    phase: 'stored',
    name,
    type: 'rsa',
    bits: 1024,
    blob: publicKeyOf(vector).split(' ')[1] ?? '',
    comment: 'me@here',
    ...plainNotes,
    origin: 'generated',
    createdAt: '2026-01-01T00:00:00.000Z',
  }
}

/** An authorized_keys line of the vectors. */
export function publicKeyOf(vector: number): string {
  return vectors[vector]?.publicKey ?? ''
}

export function md5Of(vector: number): string {
  return vectors[vector]?.md5Blob ?? ''
}

/** What services ask of the keys service about public halves, from the profile. */
export function keysOf(profile: ProfileStore): Pick<KeysService, 'record' | 'publicKeyLine' | 'adopt'> {
  function record(id: string): KeyRecord {
    const found = profile.read().keys.find((key) => key.id === id)
    if (found === undefined) throw new LatchkeyError('key-not-found', 'There is no such key pair.')
    return found
  }
  return {
    record,
    adopt: () => Promise.reject(new Error('These keys are only looked at.')),
    publicKeyLine(id) {
      const { blob, comment } = record(id)
      return publicKeyLine(Buffer.from(blob, 'base64'), comment)
    },
  }
}
