import { noDialogIsOpen } from '../../ui/section-focus.js'
import { isProduction } from '../nameplates/nameplate-words.js'
import { nameplatesNow } from '../nameplates/use-nameplates.js'
import { createStore } from '../store.js'
import { asksFirst } from './broadcast.js'
import type { Edge, Step } from './layout.js'
import { paneTowards } from './layout.js'
import {
  activePane,
  activeTab,
  dividerMoved,
  focused,
  neighbour,
  paneMoved,
  panesOf,
  paneToTab,
  receiverToggled,
  tabMoved,
  tabMovedBeside,
  tabWith,
  zoomToggled,
} from './tabs.js'
import { findPane, TABS_ID, terminalStore } from './terminals.js'

/*
 * What a user does with tabs and panes. A pane that is left out is the one with the keyboard. Terminals stay where they
 * are on the page whatever is moved: only their places are others.
 */

/** Shows a tab. */
export function showTab(id: string): void {
  terminalStore.change((state) => ({ ...state, activeId: id }))
}

/** Shows the tab `step` places further, round the ends. */
export function switchTab(step: 1 | -1): void {
  const next = neighbour(terminalStore.get(), step)
  if (next !== null) showTab(next)
}

/** Gives the keyboard to the terminal that is shown, if there is one. */
export function focusTerminal(): void {
  activePane(terminalStore.get())?.terminal.focus()
}

/**
 * The same for the end of a menu: after Mantine has given the focus to its button, which it does on Escape in any case. A
 * dialog that the menu led to is there by then, and keeps the keyboard.
 */
export function focusTerminalNext(): void {
  queueMicrotask(() => {
    if (noDialogIsOpen()) focusTerminal()
  })
}

/** Gives a pane the keyboard, and shows it. */
export function focusPane(paneId: string): void {
  terminalStore.change((state) => focused(state, paneId))
}

/** Gives the keyboard to the pane that lies beside. */
export function focusTowards(edge: Edge): void {
  const tab = activeTab(terminalStore.get())
  const next = tab === undefined ? null : paneTowards(tab.layout, tab.focused, edge)
  if (next !== null) focusPane(next)
}

/** The keyboard leaves a terminal, for the button of its tab. */
export function leaveTerminal(paneId: string): void {
  const tab = tabWith(terminalStore.get(), paneId)
  if (tab !== undefined) document.getElementById(`${TABS_ID}-tab-${tab.id}`)?.focus()
}

/** Lets one pane fill its tab, or gives the others their places back. */
export function toggleZoom(): void {
  terminalStore.change(zoomToggled)
}

/** Lets the terminals take the section's place, or gives it back. */
export function fillWindow(full: boolean): void {
  terminalStore.change((state) => (state.full === full ? state : { ...state, full }))
}

export function moveDivider(tabId: string, path: readonly Step[], ratio: number): void {
  terminalStore.change((state) => dividerMoved(state, tabId, path, ratio))
}

export function moveTab(tabId: string, index: number): void {
  terminalStore.change((state) => tabMoved(state, tabId, index))
}

/** Makes a pane a tab of its own, at a place of the bar or at its end. */
export function movePaneToTab(paneId: string, index?: number): void {
  terminalStore.change((state) => paneToTab(state, paneId, index))
}

export function movePane(paneId: string, beside: string, edge: Edge): void {
  terminalStore.change((state) => paneMoved(state, paneId, beside, edge))
}

export function moveTabBeside(tabId: string, beside: string, edge: Edge): void {
  terminalStore.change((state) => tabMovedBeside(state, tabId, beside, edge))
}

/** Panes that are to get what is typed once the user has said yes; empty for none. */
export const broadcastStore = createStore<readonly string[]>([])

/** Adds a pane to those that get what is typed in any of them, or takes it out. */
export function toggleReceiver(paneId = activePane(terminalStore.get())?.id): void {
  if (paneId !== undefined && findPane(paneId) !== undefined)
    askToType(receiverToggled(terminalStore.get(), paneId).receivers)
}

/** What is typed goes to all panes of the tab that is shown; or, where it goes to several, to one alone again. */
export function toggleBroadcast(): void {
  const state = terminalStore.get()
  const tab = activeTab(state)
  if (state.receivers.length > 0 || tab === undefined) endBroadcast()
  else askToType(panesOf(state, tab).map(({ id }) => id))
}

/** Has these panes get what is typed in any of them. */
export function typeInto(paneIds: readonly string[]): void {
  const receivers = paneIds.filter((id) => findPane(id) !== undefined)
  terminalStore.change((state) => ({ ...state, receivers }))
}

export function endBroadcast(): void {
  terminalStore.change((state) => (state.receivers.length === 0 ? state : { ...state, receivers: [] }))
}

/** The same, after a question where production would be among several. */
function askToType(paneIds: readonly string[]): void {
  const plates = nameplatesNow()
  const productive = (id: string) => isProduction(plates.get(findPane(id)?.target.instanceId ?? ''))
  if (asksFirst(terminalStore.get().receivers, paneIds, productive)) broadcastStore.change(() => paneIds)
  else typeInto(paneIds)
}
