import { createStore } from '../store.js'
import type { NewPlace } from './host-form.js'

/** What is open of the user's own hosts; `from`: what is known of a new one, `id`: of the host. */
export type HostDialog =
  | { kind: 'add'; from?: NewPlace }
  | { kind: 'import' }
  | { kind: 'edit' | 'remove'; id: string }
  | null

export const hostDialog = createStore<HostDialog>(null)

export const openHostDialog = (dialog: HostDialog): void => hostDialog.change(() => dialog)
