import { isLatchkeyError } from '../lib/error.js'
import type { Clock, Log, ProfileStore } from '../ports.js'
import type { KeyRecord } from '../profile.js'
import type { VaultService } from '../services.js'
import { withoutKey } from '../sync/wanted.js'
import { removeRecord } from '../vault/secret-record.js'
import { purgeAt } from './key-pair.js'
import type { KeyRecords } from './key-records.js'
import { requireUnneeded } from './key-states.js'

const HOUR_MS = 60 * 60 * 1000

/**
 * How long days in the bin must have been seen to be over before a key pair goes: a clock that jumps ahead, and is set
 * right within that time, deletes nothing. One put into the bin in what is now the future waits for that.
 */
const DOUBT_MS = 20 * HOUR_MS

/** How often the bin is looked at while the vault is open. */
const LOOK_EVERY_MS = HOUR_MS

export interface BinParts {
  profile: ProfileStore
  clock: Clock
  log: Log
  vault: Pick<VaultService, 'secrets'>
  records: KeyRecords
  /** Names of the instances that no other key pair is proven to open. */
  onlyWayInto(keyId: string): Promise<string[]>
}

/**
 * Deletes for good, by the user's word or when the days in the bin are over. What has become the only proven way in to an
 * instance since goes by the user's word alone.
 */
export function createBin({ profile, clock, log, vault, records, onlyWayInto }: BinParts) {
  const isOver = ({ binnedAt }: KeyRecord) =>
    binnedAt !== null && Date.parse(purgeAt(binnedAt, profile.read().settings.binDays)) <= clock.now()

  /** Both halves. Throws `binding-running` and the vault's errors. */
  async function remove(record: KeyRecord): Promise<void> {
    await removeRecord(profile, vault.secrets(), 'keys', record.id, (now) => {
      requireUnneeded(now, record)
      return { ...now, wanted: withoutKey(now.wanted, record.id) }
    })
    log.info('key.deleted', { id: record.id })
  }

  async function lookAt(record: KeyRecord): Promise<void> {
    const { id, dueSince } = record
    const now = clock.now()
    const since = dueSince === null ? null : Date.parse(dueSince)
    if (!isOver(record)) {
      if (dueSince !== null) await records.change(id, { dueSince: null })
    } else if (since === null || since > now)
      await records.change(id, { dueSince: new Date(now).toISOString() })
    else if (now - since >= DOUBT_MS) await removeUnlessLast(record)
  }

  async function removeUnlessLast(record: KeyRecord): Promise<void> {
    const { id, hasPrivate } = record
    const instances = hasPrivate ? await onlyWayInto(id) : []
    if (instances.length === 0) await remove(record)
    else log.warn('key.kept-in-bin', { id, instances: instances.length })
  }

  return {
    remove,

    /** Deletes what has been due for long enough. Never throws: what can't go now goes another time. */
    async purge(): Promise<void> {
      for (const record of records.all().filter(({ binnedAt }) => binnedAt !== null)) {
        try {
          await lookAt(record)
        } catch (error) {
          if (isLatchkeyError(error, 'vault-locked')) return
          if (isLatchkeyError(error)) log.warn('key.not-purged', { id: record.id, problem: error.code })
          else log.error('key.not-purged', error, { id: record.id })
        }
      }
    },
  }
}

export interface BinWatchParts {
  clock: Clock
  vault: Pick<VaultService, 'onOpen' | 'onLock'>
  purge(): Promise<void>
}

/** Has the bin looked at after each opening of the vault and every hour while it is open. Answers how to end that. */
export function watchBin({ clock, vault, purge }: BinWatchParts): () => void {
  let open = new AbortController()

  async function lookAgainAndAgain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await purge()
      await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined) // aborted: the loop's condition sees it
    }
  }

  const stop = () => open.abort()
  const forget = [
    vault.onOpen(() => {
      stop()
      open = new AbortController()
      void lookAgainAndAgain(open.signal)
    }),
    vault.onLock(stop),
  ]
  return () => {
    stop()
    for (const end of forget) end()
  }
}
