import type { RestoreResult } from '../../../contract/backup.js'
import type { ErrorCode } from '../../../contract/errors.js'
import { told } from '../../../contract/words/say.js'
import { keyNamed } from '../activity/profile-events.js'
import type { ActivityRecord } from '../activity/record.js'
import { hostWords } from '../hosts/host-words.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { Log, ProfileStore, SecretStore, TextFile } from '../ports.js'
import type { Candidate, KeyCandidate } from './candidate.js'
import type { Payload } from './payload.js'
import { withMissing } from './per-instance.js'
import { restoreAccount } from './restore-account.js'
import { withBastions } from './restore-bastions.js'
import { withBindings } from './restore-bindings.js'
import { asRestored } from './restore-connections.js'
import { restoreHost } from './restore-host.js'
import { restoreNewKeys, restoreTwin } from './restore-key.js'
import { withSnippets } from './restore-snippets.js'
import { withWanted } from './restore-wanted.js'

export interface RestoreParts {
  /** Not the one that notes its changes: what is restored is noted here, as such. */
  profile: ProfileStore
  secrets: SecretStore
  knownHosts: TextFile
  note: ActivityRecord['note']
  log: Log
  /** Aborted: the rest is not begun. */
  signal: AbortSignal
  /** Told after every step how many of the chosen rows are over. */
  onProgress(done: number, total: number): void
}

/** Key pairs and host keys that are written together: a write costs as much for one, and Cancel waits for it. */
const TOGETHER = 20

/** A vault of which this is said takes none of the rest either. */
const closing: ErrorCode[] = ['vault-locked', 'vault-missing', 'keychain-locked', 'keychain-unavailable']

/**
 * Puts the chosen things into the vault, a few at a time, each with the steps of any new key or account
 * (main/core/vault/secret-record.ts): cut off anywhere, what is there is whole, and restoring again does the rest. One
 * that fails is a result of its own; after a vault that has closed nothing else is begun. Nothing that is here is changed
 * but entries that lack their secret.
 */
export async function restoreChosen(
  payload: Payload,
  candidates: Candidate[],
  chosen: ReadonlySet<string>,
  parts: RestoreParts,
): Promise<RestoreResult[]> {
  const { signal, onProgress, log } = parts
  const steps = createSteps(payload, candidates, parts)
  const due = candidates.filter(({ row: { id, does } }) => chosen.has(id) && does !== null)
  const results: RestoreResult[] = []
  let closed = false
  onProgress(0, due.length)
  for (const batch of inBatches(due)) {
    if (signal.aborted || closed) break
    const outcomes = await steps.run(batch)
    for (const [at, { row }] of batch.entries()) {
      const outcome = outcomes[at]
      if (outcome === undefined) continue
      closed ||= outcome.status === 'rejected' && isOfVault(outcome.reason)
      results.push(resultOf(row, outcome, log))
    }
    onProgress(results.length, due.length)
  }
  return results
}

const isOfVault = (error: unknown) => error instanceof LatchkeyError && closing.includes(error.code)

function resultOf(
  { id: rowId, name }: Candidate['row'],
  outcome: PromiseSettledResult<string>,
  log: Log,
): RestoreResult {
  if (outcome.status === 'fulfilled') return { rowId, outcome: 'restored', name: outcome.value }
  const problem = problemOf(outcome.reason, 'backup.not-restored', log)
  return { rowId, outcome: 'failed', name, problem }
}

const isNewKey = (candidate: Candidate): candidate is KeyCandidate =>
  candidate.kind === 'key' && candidate.twin === undefined

/** In their order; what can be written together is together. */
function inBatches(candidates: Candidate[]): Candidate[][] {
  const batches: Candidate[][] = []
  for (const candidate of candidates) {
    const batch = batches.at(-1)
    const [first] = batch ?? []
    const joins =
      first !== undefined &&
      ((isNewKey(first) && isNewKey(candidate)) ||
        (first.kind === 'known-host' && candidate.kind === first.kind))
    if (batch !== undefined && joins && batch.length < TOGETHER) batch.push(candidate)
    else batches.push([candidate])
  }
  return batches
}

/** What restoring takes, kind by kind. Answers with names that things have here now. */
function createSteps(payload: Payload, candidates: Candidate[], parts: RestoreParts) {
  const { profile, knownHosts, note } = parts
  const from = told`from a backup of ${payload.madeAt.slice(0, 10)}`
  /** Ids in the backup to ids here. */
  const keyIds = new Map<string, string>()
  const accountIds = new Map<string, string>()
  const hostIds = new Map<string, string>()
  for (const one of candidates) {
    if (one.kind === 'key' && one.twin) keyIds.set(one.key.id, one.twin.id)
    if (one.kind === 'host' && one.twin) hostIds.set(one.host.id, one.twin.id)
    if (one.kind === 'account' && one.twin) accountIds.set(one.account.id, one.twin.id)
  }

  function noteKey({ key }: KeyCandidate, record: Parameters<typeof keyNamed>[0]): string {
    keyIds.set(key.id, record.id)
    note({ event: 'key-restored', key: keyNamed(record), detail: from })
    return record.name
  }

  async function newKeys(batch: KeyCandidate[]): Promise<PromiseSettledResult<string>[]> {
    const records = await restoreNewKeys(batch, parts)
    return batch.map((candidate, at) => {
      const outcome = records[at]
      if (outcome === undefined) throw new Error('A key pair has no outcome')
      if (outcome.status === 'rejected') return outcome
      return { status: 'fulfilled', value: noteKey(candidate, outcome.value) }
    })
  }

  async function hosts(batch: Candidate[]): Promise<PromiseSettledResult<string>[]> {
    await addLines(
      knownHosts,
      batch.flatMap((one) => (one.kind === 'known-host' ? [one.line] : [])),
    )
    return batch.map(({ row }) => ({ status: 'fulfilled', value: row.name }))
  }

  async function one(candidate: Candidate): Promise<string> {
    if (candidate.kind === 'key' && candidate.twin)
      return noteKey(candidate, await restoreTwin(candidate, candidate.twin, parts))
    if (candidate.kind === 'account') {
      const record = await restoreAccount(candidate, parts)
      accountIds.set(candidate.account.id, record.id)
      note({ event: 'account-added', account: { id: record.id, name: record.name }, detail: from })
      return record.name
    }
    if (candidate.kind === 'host') {
      const host = await restoreHost(candidate.host, profile)
      hostIds.set(candidate.host.id, host.id)
      note({ event: 'host-added', detail: `${hostWords(host)}, ${from}` })
      return host.name
    }
    if (candidate.kind === 'bindings')
      await profile.update((now) => withBindings(now, payload.bindings, keyIds, accountIds, hostIds))
    else if (candidate.kind === 'connections')
      await profile.update((now) => ({
        ...now,
        connections: withMissing(
          now.connections,
          payload.connections.map(asRestored(accountIds, hostIds)),
          accountIds,
          hostIds,
        ),
      }))
    else if (candidate.kind === 'bastions')
      await profile.update((now) => ({
        ...now,
        bastions: withBastions(now.bastions, payload.bastions, accountIds, hostIds),
      }))
    else if (candidate.kind === 'forwards')
      await profile.update((now) => ({
        ...now,
        forwards: withMissing(now.forwards, payload.forwards, accountIds, hostIds),
      }))
    else if (candidate.kind === 'wanted')
      await profile.update((now) => withWanted(now, payload.wanted, keyIds, accountIds))
    else if (candidate.kind === 'snippets') await profile.update((now) => withSnippets(now, payload.snippets))
    else if (candidate.kind === 'nameplates')
      await profile.update((now) => ({
        ...now,
        nameplates: withMissing(now.nameplates, payload.nameplates, accountIds, hostIds),
      }))
    else if (candidate.kind === 'settings')
      await profile.update((now) => ({ ...now, settings: payload.settings }))
    return candidate.row.name
  }

  return {
    /** Never rejects. */
    async run(batch: Candidate[]): Promise<PromiseSettledResult<string>[]> {
      const [first] = batch
      try {
        if (first?.kind === 'known-host') return await hosts(batch)
        if (first && isNewKey(first)) return await newKeys(batch.filter(isNewKey))
        return await Promise.allSettled(batch.map(one))
      } catch (reason) {
        return batch.map(() => ({ status: 'rejected', reason }))
      }
    },
  }
}

async function addLines(file: TextFile, lines: string[]): Promise<void> {
  const text = await file.read()
  const whole = text === '' || text.endsWith('\n') ? text : `${text}\n`
  await file.write(`${whole}${lines.map((line) => `${line}\n`).join('')}`)
}
