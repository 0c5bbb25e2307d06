import { createStore } from '../store.js'
import type { Pane } from './panes.js'
import { changedPane, noTerminals } from './tabs.js'

/** The terminals of this window and how they lie. */
export const terminalStore = createStore(noTerminals)

export function findPane(id: string): Pane | undefined {
  return terminalStore.get().panes.find((pane) => pane.id === id)
}

export function changePane(id: string, part: Partial<Pane>): void {
  terminalStore.change((state) => changedPane(state, id, part))
}

/** The id that Mantine's Tabs of the same id make their buttons' ids of. */
export const TABS_ID = 'terminals'
