import type { CheckProgress, Finding, RepairKind } from '../../../contract/repair.js'
import { told } from '../../../contract/words/say.js'
import { keyNamed } from '../activity/profile-events.js'
import type { ActivityRecord } from '../activity/record.js'
import { createKeyRecords } from '../keys/key-records.js'
import { isLatchkeyError, LatchkeyError } from '../lib/error.js'
import { createLiveValue } from '../lib/live-value.js'
import { oneAtATime } from '../lib/one-at-a-time.js'
import type { Ports } from '../ports.js'
import type { RepairService, VaultService } from '../services.js'
import type { Found } from './finding.js'
import { type Searched, type SearchParts, search } from './findings.js'
import { createRemembered, markOf } from './remembered.js'
import { deleteUnlisted, keepPublicHalf, putBack } from './repairs.js'

export interface RepairParts {
  /** `profile` is not the one that notes its changes: what is repaired is noted here, as such. */
  ports: Pick<Ports, 'profile' | 'findings' | 'backups' | 'clock' | 'log'>
  vault: Pick<VaultService, 'secrets' | 'onOpen' | 'onLock'>
  adapters: SearchParts['adapters']
  activity: Pick<ActivityRecord, 'list' | 'note'>
  /** Nobody else stores key pairs meanwhile. */
  keysInTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Called after each repair. */
  onRepaired(): void
}

/** How often a check tells how far it is. */
const TELL_EVERY_MS = 100

/**
 * What doesn't fit together in the vault: found after each opening by names, or by a check of everything, and repaired as
 * the user says. Nothing is deleted but by the user's typed word.
 */
export function createRepair({ ports, vault, adapters, activity, keysInTurn, onRepaired }: RepairParts) {
  const { profile, clock, log } = ports
  const inTurn = oneAtATime()
  const remembered = createRemembered(ports.findings)
  const records = createKeyRecords(profile)
  const open = createLiveValue(0)
  let found: Found[] = []
  let due = false

  const parts = (): SearchParts => ({ profile, secrets: vault.secrets(), adapters, history: activity.list })

  /** Throws `vault-locked` where the vault was locked meanwhile: what it holds is not to be told then. */
  async function settle({ findings }: Searched): Promise<Finding[]> {
    vault.secrets()
    await remembered.settle(findings)
    vault.secrets()
    found = findings
    return looked()
  }

  async function looked(): Promise<Finding[]> {
    const { left } = await remembered.read()
    const all = found.map((finding) => ({ ...finding, left: left.includes(markOf(finding)) }))
    const count = all.filter((finding) => !finding.left).length
    if (count !== open.get()) open.set(count)
    return all
  }

  async function look(): Promise<Finding[]> {
    const { suspects } = await remembered.read()
    const searching = search(parts(), new Set(suspects))
    for (;;) {
      const step = await searching.next()
      if (step.done) return settle(step.value)
    }
  }

  /** Never throws: nobody has asked for it. */
  async function lookAgain(): Promise<void> {
    due = false
    try {
      const findings = await look()
      if (findings.length > 0) log.warn('vault.findings', { kinds: findings.map(({ kind }) => kind) })
    } catch (error) {
      if (isLatchkeyError(error, 'vault-locked')) return // the next opening does it
      log.error('vault.not-looked-through', error)
    }
  }

  function lookSoon(): void {
    if (due) return
    due = true
    void inTurn(lookAgain)
  }

  async function* check(signal?: AbortSignal): AsyncGenerator<CheckProgress, void> {
    const searching = search(parts(), 'all')
    let toldAt = 0
    for (;;) {
      signal?.throwIfAborted()
      const step = await searching.next()
      if (step.done) {
        yield { ...total(step.value), result: await checked(step.value) }
        return
      }
      if (clock.now() - toldAt < TELL_EVERY_MS) continue
      toldAt = clock.now()
      yield { ...step.value, result: null }
    }
  }

  async function checked(searched: Searched) {
    const { keys, accounts } = searched
    const findings = await inTurn(() => settle(searched))
    log.info('vault.checked', { keys, accounts, findings: findings.length })
    const detail = told`${keys.whole} of ${keys.of} key pairs and ${accounts.whole} of ${accounts.of} accounts are whole`
    activity.note({ event: 'vault-checked', detail })
    return { keys, accounts, findings }
  }

  /** Does `work` on the finding as it is now. */
  const repairing = (id: string, by: RepairKind, work: (finding: Found) => Promise<void>) =>
    inTurn(() =>
      keysInTurn(async () => {
        await look()
        const finding = found.find((one) => one.id === id && one.repairs.includes(by))
        if (finding === undefined) throw findingGone()
        await work(finding)
        log.warn('vault.repaired', { id, by })
        onRepaired()
        return look()
      }),
    )

  vault.onOpen(lookSoon)
  vault.onLock(() => {
    found = []
    open.set(0)
  })

  const service: RepairService = {
    watch: async (_nothing, { signal }) => open.watch(signal),
    list: () => inTurn(look),
    check: async (_nothing, { signal }) => {
      vault.secrets()
      return check(signal)
    },

    keepPublic: ({ id }) =>
      repairing(id, 'keep-public', async ({ entryId }) => {
        await ports.backups.keepCopy('repair')
        await keepPublicHalf(profile, entryId)
        const key = keyNamed(records.find(entryId))
        activity.note({ event: 'vault-repaired', key, detail: 'the public half is kept alone' })
      }),

    putBack: ({ id, name }) =>
      repairing(id, 'put-back', async ({ entryId }) => {
        await ports.backups.keepCopy('repair')
        const record = await putBack({ profile, secrets: vault.secrets(), records, clock }, entryId, name)
        activity.note({
          event: 'vault-repaired',
          key: keyNamed(record),
          detail: 'its private half was in the vault without it',
        })
      }),

    delete: ({ id, typed }) =>
      repairing(id, 'delete', async (finding) => {
        if (typed !== finding.typed) throw wrongWord(finding.typed)
        await deleteUnlisted(profile, vault.secrets(), finding)
        activity.note(deletionOf(finding))
      }),

    leave: ({ id, left }) =>
      inTurn(async () => {
        vault.secrets()
        const finding = found.find((one) => one.id === id)
        if (finding === undefined) throw findingGone()
        await remembered.leave(finding, left)
        return looked()
      }),
  }

  return {
    service,
    /** Something may fit now that did not: has it looked at soon, where anything is found. */
    changed: () => void (found.length > 0 && lookSoon()),
    /** Whether the entry says that it has a private half, and the vault has none that is its own. */
    lacksPrivateHalf: (keyId: string) =>
      found.some(
        ({ kind, entryId }) => entryId === keyId && (kind === 'key-missing' || kind === 'key-damaged'),
      ),
    settled: () => inTurn(async () => undefined),
  }
}

function total({ keys, accounts }: Searched) {
  const of = keys.of + accounts.of
  return { looked: of, of }
}

function deletionOf({ id, entryId, name, key, kind }: Found): Parameters<ActivityRecord['note']>[0] {
  const named = { id: entryId, name: name ?? id }
  const fingerprint = key?.fingerprint ?? ''
  return kind === 'key-unlisted'
    ? { event: 'key-deleted', key: { ...named, fingerprint }, detail: 'a private key without an entry' }
    : { event: 'account-removed', account: named, detail: 'credentials without an account' }
}

function findingGone(): LatchkeyError {
  return new LatchkeyError('finding-gone', 'There is nothing to repair here any more.', {
    advice: 'Something has changed meanwhile: look at the list again.',
  })
}

function wrongWord(typed: string): LatchkeyError {
  return new LatchkeyError('input-invalid', 'What was typed is not what was asked for.', {
    advice: `Type ${typed} to delete it for good.`,
  })
}
