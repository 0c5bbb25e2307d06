import { useEffect } from 'react'
import { createStore, useStore } from '../store.js'
import { tabWith } from './tabs.js'
import { terminalStore } from './terminals.js'

/** Panes that rang while another tab was shown. */
const rungStore = createStore<readonly string[]>([])

/** Notes that a pane rings, unless its tab is the one that is shown. */
export function noteBell(paneId: string): void {
  const state = terminalStore.get()
  if (tabWith(state, paneId)?.id === state.activeId) return
  rungStore.change((rung) => (rung.includes(paneId) ? rung : [...rung, paneId]))
}

/** Whether one of these panes rang since their tab was last shown. */
export function useRung(paneIds: readonly string[], shown: boolean): boolean {
  const rung = useStore(rungStore).some((id) => paneIds.includes(id))
  useEffect(() => {
    if (shown && rung) rungStore.change((all) => all.filter((id) => !paneIds.includes(id)))
  }, [shown, rung, paneIds])
  return rung && !shown
}
