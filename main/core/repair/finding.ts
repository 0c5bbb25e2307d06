import type { ActivityEntry } from '../../../contract/activity.js'
import type { Finding, FindingKind, RepairKind } from '../../../contract/repair.js'
import { freeName } from '../backup/free-name.js'
import { plainName } from '../backup/plain-name.js'
import type { CloudAdapter } from '../clouds/cloud.js'
import type { ProvenKey } from '../keys/prove.js'
import { fingerprintSha256, type PublicKeyFacts } from '../keys/public-key.js'
import { LatchkeyError } from '../lib/error.js'
import type { AccountRecord, KeyRecord } from '../profile.js'
import { secretName } from '../vault/secret-record.js'
import type { Look } from './look.js'

/** A finding, before it is known whether the user has left it. */
export type Found = Omit<Finding, 'left'>

/** An entry that should have a secret. */
export type Entry = { of: 'keys'; record: KeyRecord } | { of: 'accounts'; record: AccountRecord }

const base = (kind: FindingKind, entryId: string, repairs: RepairKind[]): Found => ({
  id: secretName(kind.startsWith('key') ? 'keys' : 'accounts', entryId),
  ...{
    kind,
    entryId,
    repairs,
    name: null,
    key: null,
    clouds: [],
    twin: null,
    deletedAt: null,
    problem: null,
  },
  ...{ proposedName: '', typed: 'delete' },
})

/** An entry whose secret is not in the vault. */
export function missingFinding({ of, record }: Entry): Found {
  if (of === 'accounts')
    return {
      ...base('account-missing', record.id, ['restore', 'edit-account', 'remove-account']),
      name: record.name,
    }
  return {
    ...base('key-missing', record.id, ['restore', 'import', 'keep-public']),
    ...{ name: record.name, key: factsOf(record, Buffer.from(record.blob, 'base64')) },
  }
}

/** An entry whose secret is there, and is not what it must be. */
export function damagedFinding({ of, record }: Entry, problem: LatchkeyError): Found {
  const { name } = record
  if (of === 'accounts')
    return {
      ...base('account-damaged', record.id, ['restore', 'edit-account', 'remove-account']),
      name,
      problem: problem.info,
    }
  const key = factsOf(record, Buffer.from(record.blob, 'base64'))
  return { ...base('key-damaged', record.id, ['restore', 'import']), name, key, problem: problem.info }
}

interface UnlistedKey {
  id: string
  look: Look
  /** Null where it can't be read. */
  key: ProvenKey | null
  twin: Finding['twin']
  /** Names of the entries there are. */
  taken: string[]
  history: ActivityEntry[]
}

/** A private key that no entry belongs to. */
export function unlistedKey({ id, look, key, twin, taken, history }: UnlistedKey): Found {
  const last = history.find((event) => event.key?.id === id)
  const facts = key && factsOf(key, key.blob)
  const name = last?.key === undefined ? null : plainName(last.key.name, 255)
  const mayComeBack = key !== null && twin?.whole !== true
  return {
    ...base('key-unlisted', id, mayComeBack ? ['put-back', 'delete'] : ['delete']),
    ...{ name, key: facts, twin, typed: name ?? 'delete' },
    deletedAt: last?.event === 'key-deleted' ? last.at : null,
    problem: look instanceof LatchkeyError ? look.info : null,
    proposedName: freeName(name ?? describe(facts), taken),
  }
}

interface UnlistedAccount {
  id: string
  look: Look
  fields: string[]
  adapters: readonly Pick<CloudAdapter, 'kind' | 'label' | 'fields'>[]
  history: ActivityEntry[]
}

/** Credentials that no account belongs to. */
export function unlistedAccount({ id, look, fields, adapters, history }: UnlistedAccount): Found {
  const last = history.find((event) => event.account?.id === id)
  const name = last?.account === undefined ? null : plainName(last.account.name, 100)
  const clouds = adapters.filter((adapter) => fields.length > 0 && mayHave(adapter, fields))
  return {
    ...base('account-unlisted', id, ['delete']),
    ...{ name, typed: name ?? 'delete' },
    clouds: clouds.map(({ kind, label }) => ({ kind, label })),
    deletedAt: last?.event === 'account-removed' ? last.at : null,
    problem: look instanceof LatchkeyError ? look.info : null,
  }
}

function mayHave({ fields }: Pick<CloudAdapter, 'fields'>, found: string[]): boolean {
  const secret = fields.filter((field) => field.secret).map((field) => field.name)
  return found.every((field) => secret.includes(field))
}

function factsOf({ type, bits }: Pick<PublicKeyFacts, 'type' | 'bits'>, blob: Buffer) {
  return { type, bits, fingerprint: fingerprintSha256(blob) }
}

/** "ed25519 Sx2nnCBB" */
function describe(key: Finding['key']): string {
  return key === null ? 'unnamed' : `${key.type} ${key.fingerprint.slice('SHA256:'.length).slice(0, 8)}`
}
