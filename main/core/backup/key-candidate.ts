import { isDeepStrictEqual } from 'node:util'
import { told } from '../../../contract/words/say.js'
import { fingerprintSha256 } from '../keys/public-key.js'
import { isShown, type KeyRecord } from '../profile.js'
import { lookAtKey } from '../repair/look.js'
import { type Here, type KeyCandidate, restoreRow } from './candidate.js'
import { freeName } from './free-name.js'
import type { KeyInBackup } from './payload.js'
import { plainName } from './plain-name.js'

/** Holds a key pair of a backup against those here. `taken` are the names that are used; the one it gets is added. */
export async function keyCandidate(
  id: string,
  key: KeyInBackup,
  here: Here,
  taken: string[],
): Promise<KeyCandidate> {
  const twin = here.profile.keys.find((known) => isShown(known) && known.blob === key.blob)
  const detail = fingerprintSha256(Buffer.from(key.blob, 'base64'))
  const about = { id, kind: 'key' as const, detail }
  const row =
    twin === undefined
      ? restoreRow({ ...about, ...newKey(key, taken) })
      : restoreRow({ ...about, ...knownKey(key, twin, await hasSecret(here, twin)) })
  return { kind: 'key', key, twin, row }
}

function newKey(key: KeyInBackup, taken: string[]) {
  const name = plainName(key.name, 255)
  const as = freeName(name, taken)
  taken.push(as)
  const what = key.privateKey === null ? told`stores the public half` : told`stores it`
  return {
    name,
    state: as === name ? ('new' as const) : ('different' as const),
    differs: [
      ...(as === name ? [] : [told`another key pair has its name`]),
      ...(key.binnedAt === null ? [] : [told`it was in the bin`]),
    ],
    does: as === name ? what : told`${what} as ${as}`,
    // What the user had thrown away comes back by the user's own choice only.
    proposed: key.binnedAt === null,
  }
}

function knownKey(key: KeyInBackup, twin: KeyRecord, isWhole: boolean) {
  const lacks = key.privateKey !== null && !isWhole
  const inBin = twin.binnedAt !== null
  const differs = [...(lacks ? [told`its private half is missing here`] : []), ...differences(key, twin)]
  const does = [
    ...(inBin ? [told`takes it out of the bin`] : []),
    ...(lacks ? [told`adds its private half`] : []),
  ]
  const same = differs.length === 0 ? ('same' as const) : ('different' as const)
  return {
    name: twin.name,
    state: inBin ? ('bin' as const) : same,
    differs,
    does: does.length === 0 ? null : does.join(', '),
    proposed: lacks && !inBin,
  }
}

/** Without asking a locked vault: what the record says. */
async function hasSecret({ secrets }: Here, record: KeyRecord): Promise<boolean> {
  if (!record.hasPrivate || secrets === null) return record.hasPrivate
  return (await lookAtKey(secrets, record)) === 'whole'
}

const respects = {
  name: 'name',
  description: 'description',
  tags: 'tags',
  expiresOn: 'expiry',
  comment: 'comment',
} as const

function differences(key: KeyInBackup, twin: KeyRecord): string[] {
  const fields = Object.keys(respects) as (keyof typeof respects)[]
  const other = fields.filter((field) => !isDeepStrictEqual(key[field], twin[field]))
  return other.map((field) =>
    field === 'name' ? told`its name in the backup is ${plainName(key.name, 255)}` : respects[field],
  )
}
