import { createStore } from '../store.js'

/** What is open of the user's own hosts; `id`: of the host. */
export type HostDialog = { kind: 'add' } | { kind: 'import' } | { kind: 'edit' | 'remove'; id: string } | null

export const hostDialog = createStore<HostDialog>(null)

export const openHostDialog = (dialog: HostDialog): void => hostDialog.change(() => dialog)
