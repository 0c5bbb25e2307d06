import { diskProblem } from '../lib/disk-problem.js'
import { wipe } from '../lib/wipe.js'
import type { Log, ProfileStore, SecretStore } from '../ports.js'
import {
  dropRecord,
  markStored,
  noteCompletion,
  removeRecord,
  type SecretCollection,
  secretCollections,
  secretName,
} from './secret-record.js'

/**
 * Finishes what a crash cut off between a record and its secret (see secret-record.ts), after which every record is
 * `stored`. `creating` with its secret there becomes `stored`; without, it is dropped: nobody was told that it
 * exists. `adding` has its private half if the secret is there. `deleting` is carried through. Can be cut off and run again.
 * A disk that is full or read-only puts the rest off to the next opening: nobody sees the records in between, and the
 * vault opens. Throws what else the stores throw.
 */
export async function reconcile(profile: ProfileStore, secrets: SecretStore, log: Log): Promise<void> {
  try {
    await finishAll(profile, secrets, log)
  } catch (error) {
    const problem = diskProblem(error)
    if (problem === null) throw error
    log.warn('vault.not-reconciled', { problem: problem.message })
  }
}

async function finishAll(profile: ProfileStore, secrets: SecretStore, log: Log): Promise<void> {
  for (const collection of secretCollections) {
    for (const { id, phase } of profile.read()[collection]) {
      if (phase === 'creating') await finishCreating(profile, secrets, log, collection, id)
      if (phase === 'adding') await finishAdding(profile, secrets, log, id)
      if (phase === 'deleting') await finishDeleting(profile, secrets, log, collection, id)
    }
  }
}

async function finishCreating(
  profile: ProfileStore,
  secrets: SecretStore,
  log: Log,
  collection: SecretCollection,
  id: string,
) {
  const secret = await secrets.get(secretName(collection, id))
  wipe(secret)
  if (secret) await markStored(profile, collection, id)
  else await dropRecord(profile, collection, id)
  log.warn('vault.reconciled', { collection, id, phase: 'creating', outcome: secret ? 'stored' : 'dropped' })
}

async function finishAdding(profile: ProfileStore, secrets: SecretStore, log: Log, id: string) {
  const completed = await noteCompletion(profile, secrets, id)
  const outcome = completed ? 'completed' : 'public half only'
  log.warn('vault.reconciled', { collection: 'keys', id, phase: 'adding', outcome })
}

async function finishDeleting(
  profile: ProfileStore,
  secrets: SecretStore,
  log: Log,
  collection: SecretCollection,
  id: string,
) {
  await removeRecord(profile, secrets, collection, id)
  log.warn('vault.reconciled', { collection, id, phase: 'deleting', outcome: 'removed' })
}
