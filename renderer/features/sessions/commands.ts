import { say } from '../../../contract/words/say.js'
import { openFiles } from '../files/files-store.js'
import { nameHost } from '../nameplates/nameplate-sheet.js'
import { createStore } from '../store.js'
import {
  focusTowards,
  movePaneToTab,
  moveTab,
  toggleBroadcast,
  toggleReceiver,
  toggleZoom,
} from './arrange.js'
import { movePaneToWindow } from './move-window.js'
import { chooseWindow } from './other-windows.js'
import { paneState } from './panes.js'
import { closePane, splitPane } from './sessions.js'
import { activePane, activeTab, panesOf } from './tabs.js'
import { findPane, terminalStore } from './terminals.js'

/** What can be done with the pane that has the keyboard. */
export interface PaneCommand {
  label: string
  /** With Ctrl+Shift, which shells don't see: the key's code, and how it is written. */
  key: { code: string; written: string } | null
  /** It gives the keyboard to another pane. */
  walks?: true
  run(): void
}

const key = (code: string, name: string) => ({ code, written: `Ctrl+Shift+${name}` })

/** By groups, as the menu shows them. */
export const paneCommands: PaneCommand[][] = [
  [
    { label: say`Split right`, key: key('KeyE', 'E'), run: () => splitPane('right') },
    { label: say`Split down`, key: key('KeyO', 'O'), run: () => splitPane('down') },
    { label: say`Zoom pane`, key: key('Enter', 'Enter'), run: toggleZoom },
  ],
  [
    {
      label: say`Pane to the left`,
      key: key('ArrowLeft', '←'),
      walks: true,
      run: () => focusTowards('left'),
    },
    {
      label: say`Pane to the right`,
      key: key('ArrowRight', '→'),
      walks: true,
      run: () => focusTowards('right'),
    },
    { label: say`Pane above`, key: key('ArrowUp', '↑'), walks: true, run: () => focusTowards('up') },
    { label: say`Pane below`, key: key('ArrowDown', '↓'), walks: true, run: () => focusTowards('down') },
  ],
  [
    { label: say`Make pane a tab`, key: null, run: toOwnTab },
    { label: say`Move to a new window`, key: null, run: toWindow },
    { label: say`Move to another window…`, key: null, run: toOtherWindow },
    { label: say`Move tab left`, key: key('PageUp', say`Page Up`), run: () => shiftTab(-1) },
    { label: say`Move tab right`, key: key('PageDown', say`Page Down`), run: () => shiftTab(1) },
  ],
  [
    { label: say`Type in all panes of the tab`, key: key('KeyB', 'B'), run: toggleBroadcast },
    { label: say`Type in this pane too`, key: null, run: toggleReceiver },
  ],
  [{ label: say`Files`, key: key('KeyS', 'S'), run: filesOfActive }],
  [{ label: say`Name and colour…`, key: null, run: nameActive }],
  [
    { label: say`Close pane`, key: key('KeyX', 'X'), run: () => askToClose() },
    { label: say`Close other tabs`, key: null, run: closeOtherTabs },
  ],
]

/** The command of a key press; null: it belongs to somebody else. */
export function commandOfKey(
  press: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>,
): PaneCommand | null {
  if (!press.ctrlKey || !press.shiftKey || press.altKey || press.metaKey) return null
  return paneCommands.flat().find((command) => command.key?.code === press.code) ?? null
}

/** Panes whose end the user is asked about; empty for none. */
export const closingStore = createStore<string[]>([])

/** Closes panes; asks first where a session would end with them. Without ids: the pane with the keyboard. */
export function askToClose(ids = [activePane(terminalStore.get())?.id ?? '']): void {
  const open = ids.filter((id) => {
    const pane = findPane(id)
    return pane !== undefined && paneState(pane) === 'open'
  })
  if (open.length > 0) closingStore.change(() => ids)
  else for (const id of ids) closePane(id)
}

/** The same for all panes of a tab. */
export function askToCloseTab(tabId: string): void {
  const tab = terminalStore.get().tabs.find(({ id }) => id === tabId)
  if (tab !== undefined) askToClose(panesOf(terminalStore.get(), tab).map(({ id }) => id))
}

/** All but the one that is shown; one question for all. */
function closeOtherTabs(): void {
  const state = terminalStore.get()
  const others = state.tabs.filter(({ id }) => id !== state.activeId)
  askToClose(others.flatMap((tab) => panesOf(state, tab).map(({ id }) => id)))
}

function filesOfActive(): void {
  const pane = activePane(terminalStore.get())
  if (pane !== undefined) openFiles(pane.target)
}

function nameActive(): void {
  const pane = activePane(terminalStore.get())
  if (pane !== undefined) nameHost(pane.target)
}

function toWindow(): void {
  const pane = activePane(terminalStore.get())
  if (pane !== undefined) movePaneToWindow(pane.id)
}

function toOtherWindow(): void {
  const pane = activePane(terminalStore.get())
  if (pane !== undefined) chooseWindow(pane.id)
}

function toOwnTab(): void {
  const pane = activePane(terminalStore.get())
  if (pane !== undefined) movePaneToTab(pane.id)
}

function shiftTab(step: 1 | -1): void {
  const { tabs, activeId } = terminalStore.get()
  const tab = activeTab(terminalStore.get())
  const index = tabs.findIndex(({ id }) => id === activeId)
  if (tab !== undefined) moveTab(tab.id, Math.max(step === 1 ? index + 2 : index - 1, 0))
}
