import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { CloudKind } from './accounts.js'
import { Id, procedure, Time } from './base.js'
import { InstanceState } from './instances.js'
import { KeyState } from './keys.js'

/*
 * One map of keys, accounts and instances, from what is known here: no cloud is asked and no server is logged in to.
 *
 * Trust has three grades that are never merged. Declared: the cloud says that the instance has the key. Observed: the key
 * was seen in an authorized_keys file over SSH. Proven: a login with it succeeded.
 */

/**
 * Names one key of the map: the id of a key pair, or, of a key that the vault doesn't know, what it is known by: its
 * SHA256, its MD5, or only its name in one account.
 */
export const MapKeyId = z.string().min(1).max(5000)

/** `old`: older than the age in the settings. */
export const WeakReason = z.enum(['dsa', 'short-rsa', 'old'])
export type WeakReason = z.infer<typeof WeakReason>

/** What is worth a look, and what the tables can be narrowed to. */
export const MapMark = z.enum([
  /** The vault doesn't know the key; of an instance or account: one of its keys. */
  'unknown',
  'weak',
  /** The key is archived, in the bin or past its last day, and is still somewhere. */
  'retired',
  /** It is said or seen to be trusted, and no login has ever succeeded. */
  'not-proven',
  /** Seen in authorized_keys where the cloud doesn't say so. */
  'not-declared',
  /** Said by the cloud or proven once, and not in any file that was read there; of a proof: read since, the same user's. */
  'not-observed',
  /** No authorized_keys file of the instance was read yet. */
  'never-read',
  /** It belongs on an account that doesn't hold it. */
  'missing',
  /** Another key has its name. */
  'same-name',
  /** One account holds it under several names. */
  'several-names',
])
export type MapMark = z.infer<typeof MapMark>

export const MapKey = z.object({
  id: MapKeyId,
  /** The vault's key pair; null where the vault doesn't know the key. */
  keyId: Id.nullable(),
  /** The key pair's, else the name or comment that it was first met under. */
  name: z.string(),
  /** Under which it is known elsewhere. */
  otherNames: z.array(z.string()),
  /** `ed25519`, `rsa`, `ecdsa`, `dsa`, `ed25519-sk`, `ecdsa-sk`, another's own SSH name; empty where the key itself isn't known. */
  type: z.string(),
  /** Modulus or field size; null where it isn't known. */
  bits: z.int().nullable(),
  /** `SHA256:…`; null where the key itself isn't known. */
  fingerprint: z.string().nullable(),
  /** `aa:bb:…`; null where only a name is known. */
  fingerprintMd5: z.string().nullable(),
  /** Null where the vault doesn't know it. */
  state: KeyState.nullable(),
  /** Indices of the accounts that hold it. */
  accounts: z.array(z.int()),
  /** Indices of the accounts that it belongs on and that don't hold it. */
  missing: z.array(z.int()),
  /** How many instances trust it, by grade. */
  declared: z.int(),
  observed: z.int(),
  proven: z.int(),
  /** The last login with it anywhere. */
  provenAt: Time.nullable(),
  weak: z.array(WeakReason),
  marks: z.array(MapMark),
})
export type MapKey = z.infer<typeof MapKey>

export const MapInstance = z.object({
  id: Id,
  /** Null for one that is in no account. */
  accountId: Id.nullable(),
  name: z.string(),
  state: InstanceState,
  /** Where SSH is tried first; empty without one. */
  address: z.string(),
  /** When an authorized_keys file of it was last read; null: never. */
  readAt: Time.nullable(),
  /** Indices of the keys that it trusts, by grade. */
  declared: z.array(z.int()),
  observed: z.array(z.int()),
  proven: z.array(z.int()),
  provenAt: Time.nullable(),
  marks: z.array(MapMark),
})
export type MapInstance = z.infer<typeof MapInstance>

export const MapAccount = z.object({
  id: Id,
  name: z.string(),
  kind: CloudKind,
  disabled: z.boolean(),
  /** When it was last read; null: never. */
  readAt: Time.nullable(),
  /** How many it holds and has. */
  keys: z.int(),
  instances: z.int(),
  /** How many of its keys are each. */
  unknown: z.int(),
  missing: z.int(),
  sameName: z.int(),
  severalNames: z.int(),
  weak: z.int(),
  marks: z.array(MapMark),
})
export type MapAccount = z.infer<typeof MapAccount>

/** The three tables. They name each other's rows by index, so that thousands of rows stay small. */
export const KeyMap = z.object({
  keys: z.array(MapKey),
  instances: z.array(MapInstance),
  accounts: z.array(MapAccount),
})
export type KeyMap = z.infer<typeof KeyMap>

/** How an account's key was recognised. `name`: the cloud gives neither the key nor its fingerprint. */
export const MatchedBy = z.enum(['key', 'fingerprint', 'name'])
export type MatchedBy = z.infer<typeof MatchedBy>

/** A key as one account holds it. */
export const Holding = z.object({
  keyId: MapKeyId,
  accountId: Id,
  name: z.string(),
  /** Null where keys are the whole account's. */
  region: z.string().nullable(),
  matchedBy: MatchedBy,
  /** When Latchkey first read it there. */
  since: Time,
  /** Other keys of the same name, in the vault (null) or an account. */
  sameName: z.array(z.object({ keyId: MapKeyId, accountId: Id.nullable() })),
})
export type Holding = z.infer<typeof Holding>

/** What is known of one key on one instance. At least one of the three is not empty. */
export const Trust = z.object({
  keyId: MapKeyId,
  instanceId: Id,
  /** The names by which the cloud says so. */
  declared: z.array(z.string()),
  /** The lines that were seen. `options` as they stand before the key. */
  observed: z.array(
    z.object({ user: z.string(), path: z.string(), at: Time, comment: z.string(), options: z.string() }),
  ),
  /** The last login of each user. `outdatedAt`: the cloud replaced the key by another then; such a login counts nowhere. */
  proven: z.array(z.object({ user: z.string(), at: Time, outdatedAt: Time.optional() })),
})
export type Trust = z.infer<typeof Trust>

/** An authorized_keys file that was read. */
export const ReadFile = z.object({ user: z.string(), path: z.string(), at: Time, keys: z.int() })
export type ReadFile = z.infer<typeof ReadFile>

const MapView = z.enum(['keys', 'instances', 'accounts'])

/** Which rows of one table; null: the whole map. */
export const MapPart = z.object({ of: MapView, ids: z.array(MapKeyId).max(50_000) }).nullable()
export type MapPart = z.infer<typeof MapPart>

/**
 * What a file is made of. `places`: each key with each place where it is or belongs. `table`: the rows of a table, as they
 * are shown; of accounts their findings, one row for each key that is unknown, missing, weak, retired, of the same name as
 * another, or held under several names.
 */
export const MapExport = z.discriminatedUnion('shape', [
  z.object({ shape: z.literal('places'), part: MapPart }),
  z.object({
    shape: z.literal('table'),
    of: MapView,
    /** In this order; null: all. */
    ids: z.array(MapKeyId).max(50_000).nullable(),
    /** Of findings those alone; null: all. */
    mark: MapMark.nullable(),
  }),
])
export type MapExport = z.infer<typeof MapExport>

/** A piece of the file's text, and how much of the whole has been done with it: 0 to 1. */
export const MapExportPiece = z.object({ text: z.string(), share: z.number().min(0).max(1) })
export type MapExportPiece = z.infer<typeof MapExportPiece>

export const map = {
  tables: procedure.output(KeyMap),
  /** Where one key is. Nothing of a key that is not, or no longer, on the map. */
  key: procedure
    .input(z.object({ id: MapKeyId }))
    .output(z.object({ holdings: z.array(Holding), trusts: z.array(Trust) })),
  /** Which keys one instance trusts. */
  instance: procedure
    .input(z.object({ id: Id }))
    .output(z.object({ files: z.array(ReadFile), trusts: z.array(Trust) })),
  /** Which keys one account holds, and which belong there and are not. */
  account: procedure
    .input(z.object({ id: Id }))
    .output(z.object({ holdings: z.array(Holding), missing: z.array(MapKeyId) })),
  /**
   * The text of a file, in pieces that follow each other. CSV (RFC 4180, UTF-8); values that a spreadsheet would take for a
   * formula have an apostrophe before them. JSON: the same; places are nested by key.
   */
  export: procedure
    .input(z.object({ format: z.enum(['csv', 'json']), what: MapExport }))
    .output(eventIterator(MapExportPiece)),
}
