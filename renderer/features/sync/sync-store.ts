import { createStore } from '../store.js'

/** Which of the dialogs of sync is open. */
export type SyncDialog = 'plan' | 'run' | 'drift' | null

export const syncDialog = createStore<SyncDialog>(null)

export const openSync = (dialog: SyncDialog) => syncDialog.change(() => dialog)
export const closeSync = () => openSync(null)
