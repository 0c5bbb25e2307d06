import { accountNamed, keyNamed } from '../activity/profile-events.js'
import type { ActivityRecord, Happening } from '../activity/record.js'
import { diskProblem } from '../lib/disk-problem.js'
import type { Log, ProfileStore, SecretStore } from '../ports.js'
import type { Profile } from '../profile.js'
import {
  dropRecord,
  isThere,
  markStored,
  noteCompletion,
  removeRecord,
  type SecretCollection,
  secretCollections,
  secretName,
} from './secret-record.js'

type Record<C extends SecretCollection = SecretCollection> = Profile[C][number]

/**
 * Finishes what a crash cut off between a record and its secret (see secret-record.ts), after which every record is
 * `stored`. `creating` with its secret there becomes `stored`; without, it is dropped: nobody was told that it
 * exists. `adding` has its private half if the secret is there. `deleting` is carried through: the user has asked for it.
 * No secret goes otherwise. Can be cut off and run again. What it has done is noted.
 *
 * A disk that is full or read-only puts the rest off to the next opening: nobody sees the records in between, and the
 * vault opens. Throws what else the stores throw.
 */
export async function reconcile(
  profile: ProfileStore,
  secrets: SecretStore,
  log: Log,
  note: ActivityRecord['note'] = () => undefined,
): Promise<void> {
  const finished = (collection: SecretCollection, record: Record, outcome: Outcome) => {
    log.warn('vault.reconciled', { collection, id: record.id, phase: record.phase, outcome })
    note({ event: 'vault-repaired', ...named(record), detail: `cut off before: ${outcome}` })
  }
  try {
    for (const collection of secretCollections)
      for (const record of profile.read()[collection]) {
        const outcome = await finish(profile, secrets, collection, record)
        if (outcome !== null) finished(collection, record, outcome)
      }
  } catch (error) {
    const problem = diskProblem(error)
    if (problem === null) throw error
    log.warn('vault.not-reconciled', { problem: problem.message })
  }
}

type Outcome = 'stored' | 'dropped, without a secret' | 'completed' | 'not completed' | 'deleted'

async function finish(
  profile: ProfileStore,
  secrets: SecretStore,
  collection: SecretCollection,
  { id, phase }: Record,
): Promise<Outcome | null> {
  if (phase === 'stored') return null
  if (phase === 'adding') return (await noteCompletion(profile, secrets, id)) ? 'completed' : 'not completed'
  if (phase === 'deleting') {
    await removeRecord(profile, secrets, collection, id)
    return 'deleted'
  }
  const there = await isThere(secrets, secretName(collection, id))
  if (there) await markStored(profile, collection, id)
  else await dropRecord(profile, collection, id)
  return there ? 'stored' : 'dropped, without a secret'
}

function named(record: Record): Pick<Happening, 'key' | 'account'> {
  return 'blob' in record ? { key: keyNamed(record) } : { account: accountNamed(record) }
}
