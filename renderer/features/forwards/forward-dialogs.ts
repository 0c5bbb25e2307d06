import type { Forward } from '../../../contract/forwards.js'
import { createStore } from '../store.js'

/** What is open of the forwards. `add`: for one instance, or for one that is chosen in the sheet. */
export type ForwardDialog =
  | { kind: 'add'; instanceId: string | null }
  | { kind: 'edit' | 'remove' | 'browse'; forward: Forward }
  | null

export const forwardDialog = createStore<ForwardDialog>(null)

export const openForwardDialog = (dialog: ForwardDialog): void => forwardDialog.change(() => dialog)
