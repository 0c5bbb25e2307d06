import type { RestoreRow } from '../../../contract/backup.js'
import { createStore } from '../store.js'
import type { ChosenRestore } from './RunRestore.js'

export interface PendingRestore extends ChosenRestore {
  /** What was chosen, for words on it. */
  rows: RestoreRow[]
  madeAt: string
}

/** What the first run has chosen from a backup: restored as soon as there is a vault. */
export const pendingRestore = createStore<PendingRestore | null>(null)
