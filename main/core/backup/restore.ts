import { randomUUID } from 'node:crypto'
import type { RestoreResult } from '../../../contract/backup.js'
import { keyNamed } from '../activity/profile-events.js'
import type { ActivityRecord } from '../activity/record.js'
import { instanceId, parseInstanceId } from '../inventory/instance-view.js'
import { readKeys } from '../keys/formats/read-keys.js'
import { damagedKey } from '../keys/key-errors.js'
import { type ProvenKey, requireSoundPublicHalf, withPkcs8 } from '../keys/prove.js'
import { oneLine } from '../keys/public-key.js'
import { eachOnce } from '../keys/store-key.js'
import { problemOf } from '../lib/problem.js'
import { withSecretText } from '../lib/secret-text.js'
import { wipe } from '../lib/wipe.js'
import type { Log, ProfileStore, SecretStore, TextFile } from '../ports.js'
import type { AccountRecord, BindingRecord, KeyRecord, Profile } from '../profile.js'
import { completeRecord, secretName, storeRecord } from '../vault/secret-record.js'
import type { AccountCandidate, Candidate, KeyCandidate } from './candidate.js'
import { freeName } from './free-name.js'
import type { Payload } from './payload.js'
import { plainName } from './plain-name.js'

export interface RestoreParts {
  /** Not the one that notes its changes: what is restored is noted here, as such. */
  profile: ProfileStore
  secrets: SecretStore
  knownHosts: TextFile
  note: ActivityRecord['note']
  log: Log
}

/**
 * Puts the chosen things into the vault, one after the other, each with the steps of any new key or account
 * (main/core/vault/secret-record.ts): cut off anywhere, what is there is whole, and restoring again does the rest. One
 * that fails is a result of its own. Nothing that is here is changed but entries that lack their secret.
 */
export async function restoreChosen(
  payload: Payload,
  candidates: Candidate[],
  chosen: ReadonlySet<string>,
  parts: RestoreParts,
): Promise<RestoreResult[]> {
  const { profile, log } = parts
  const from = `from a backup of ${payload.madeAt.slice(0, 10)}`
  /** Ids in the backup to ids here. */
  const keyIds = new Map<string, string>()
  const accountIds = new Map<string, string>()

  async function restoreOne(candidate: Candidate): Promise<string> {
    if (candidate.kind === 'key') {
      const record = await restoreKey(candidate, parts)
      keyIds.set(candidate.key.id, record.id)
      parts.note({ event: 'key-imported', key: keyNamed(record), detail: from })
      return record.name
    }
    if (candidate.kind === 'account') {
      const record = await restoreAccount(candidate, parts)
      accountIds.set(candidate.account.id, record.id)
      parts.note({ event: 'account-added', account: { id: record.id, name: record.name }, detail: from })
      return record.name
    }
    if (candidate.kind === 'known-host') await addLine(parts.knownHosts, candidate.line)
    else if (candidate.kind === 'bindings')
      await profile.update((now) => withBindings(now, payload.bindings, keyIds, accountIds))
    else await profile.update((now) => ({ ...now, settings: payload.settings }))
    return candidate.row.name
  }

  const results: RestoreResult[] = []
  for (const candidate of candidates) {
    const { id, name, does } = candidate.row
    if (candidate.kind === 'key' && candidate.twin) keyIds.set(candidate.key.id, candidate.twin.id)
    if (candidate.kind === 'account' && candidate.twin)
      accountIds.set(candidate.account.id, candidate.twin.id)
    if (!chosen.has(id) || does === null) continue
    try {
      results.push({ rowId: id, outcome: 'restored', name: await restoreOne(candidate) })
    } catch (error) {
      results.push({
        rowId: id,
        outcome: 'failed',
        name,
        problem: problemOf(error, 'backup.not-restored', log),
      })
    }
  }
  return results
}

async function restoreKey(
  { key, twin }: KeyCandidate,
  { profile, secrets }: RestoreParts,
): Promise<KeyRecord> {
  const proven = key.privateKey === null ? null : await prove(key.privateKey, key.blob)
  if (twin !== undefined) return completeTwin(twin, proven, profile, secrets)
  const facts = requireSoundPublicHalf(Buffer.from(key.blob, 'base64'))
  const { blob, origin, createdAt, lastUsedAt, archivedAt, expiresOn } = key
  const { keys } = profile.read()
  const taken = keys.map(({ name }) => name)
  const record = {
    id: keys.some(({ id }) => id === key.id) || !isId(key.id) ? randomUUID() : key.id,
    name: freeName(plainName(key.name, 240), taken),
    ...{ type: facts.type, bits: facts.bits, blob, origin, createdAt, lastUsedAt, archivedAt, expiresOn },
    comment: oneLine(key.comment).slice(0, 500),
    description: key.description.slice(0, 2000),
    tags: eachOnce(key.tags.map((tag) => plainName(tag, 50))).slice(0, 20),
    hasPrivate: proven !== null,
    binnedAt: null,
    dueSince: null,
  }
  if (proven === null)
    await profile.update((now) => ({ ...now, keys: [...now.keys, { ...record, phase: 'stored' }] }))
  else await withPkcs8(proven, (secret) => storeRecord(profile, secrets, 'keys', record, secret))
  return { ...record, phase: 'stored' }
}

/** Ids become part of names in the keychain and of the vault's own. */
const isId = (id: string) => /^[\w-]{1,64}$/.test(id)

/** Read and proven as one from outside: whoever knows a recipient can encrypt to it. */
async function prove(privateKey: string, blob: string): Promise<ProvenKey> {
  return withSecretText(privateKey, async (bytes) => {
    const [found] = await readKeys(bytes, null)
    if (found?.state === 'refused') throw found.problem
    if (found?.state !== 'key') throw damagedKey('it is no private key')
    if (found.proven.blob.toString('base64') !== blob) throw damagedKey('it belongs to another public key')
    return found.proven
  })
}

async function completeTwin(
  twin: KeyRecord,
  proven: ProvenKey | null,
  profile: ProfileStore,
  secrets: SecretStore,
): Promise<KeyRecord> {
  const there = await secrets.get(secretName('keys', twin.id))
  wipe(there)
  if (there === null && proven !== null)
    await withPkcs8(proven, (secret) => completeRecord(profile, secrets, twin.id, secret))
  const change = (key: KeyRecord) => (key.id === twin.id ? { ...key, binnedAt: null, dueSince: null } : key)
  await profile.update((now) => ({ ...now, keys: now.keys.map(change) }))
  return twin
}

async function restoreAccount(
  { account, twin, lacksSecret }: AccountCandidate,
  { profile, secrets }: RestoreParts,
): Promise<AccountRecord> {
  return withSecretText(JSON.stringify(account.credentials), async (secret) => {
    if (twin !== undefined) {
      if (lacksSecret) await secrets.set(secretName('accounts', twin.id), secret)
      return twin
    }
    const { accounts } = profile.read()
    const { kind, preset, values, connection, disabled, addedAt } = account
    const record = {
      id: accounts.some(({ id }) => id === account.id) || !isId(account.id) ? randomUUID() : account.id,
      name: freeName(
        plainName(account.name, 85),
        accounts.map(({ name }) => name),
      ),
      ...{ kind, preset, values, disabled, addedAt },
      // Whoever takes any certificate says so here, and not in a file from elsewhere.
      connection: { ...connection, ignoresTlsErrors: false },
    }
    await storeRecord(profile, secrets, 'accounts', record, secret)
    return { ...record, phase: 'stored' }
  })
}

async function addLine(file: TextFile, line: string): Promise<void> {
  const text = await file.read()
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`
  await file.write(`${whole}${line}\n`)
}

/** Those of the backup whose key and account are here now, for instances that have none yet. */
function withBindings(
  now: Profile,
  bindings: BindingRecord[],
  keyIds: Map<string, string>,
  accountIds: Map<string, string>,
): Profile {
  const added = bindings.flatMap((binding) => {
    const mapped = mappedBinding(binding, keyIds, accountIds)
    return mapped && !now.bindings.some(({ instanceId }) => instanceId === mapped.instanceId) ? [mapped] : []
  })
  return added.length === 0 ? now : { ...now, bindings: [...now.bindings, ...added] }
}

/** Null where its key or its account is not here. */
function mappedBinding(
  binding: BindingRecord,
  keyIds: ReadonlyMap<string, string>,
  accountIds: ReadonlyMap<string, string>,
): BindingRecord | null {
  const parts = parseInstanceId(binding.instanceId)
  const account = parts && accountIds.get(parts.accountId)
  const keyId = keyIds.get(binding.keyId)
  if (!parts || account === undefined || account === null || keyId === undefined) return null
  const proofs = binding.proofs.flatMap((proof) => {
    const proofKey = keyIds.get(proof.keyId)
    return proofKey === undefined ? [] : [{ ...proof, keyId: proofKey }]
  })
  return { ...binding, instanceId: instanceId(account, parts.cloudId), keyId, proofs }
}
