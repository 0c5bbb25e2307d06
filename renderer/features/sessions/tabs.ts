import { besidePane, type Edge, type Layout, paneIds, type Step, withoutPane, withRatio } from './layout.js'
import type { Pane } from './panes.js'

/** Panes that are shown together. */
export interface Tab {
  id: string
  layout: Layout
  /** The pane that has the keyboard, or gets it when the tab is shown. */
  focused: string
  /** That pane alone fills the tab. */
  zoomed: boolean
}

/** The terminals of a window. */
export interface Terminals {
  /** In the order in which they came: a pane that is moved keeps its place on the page, so its terminal isn't touched. */
  panes: Pane[]
  tabs: Tab[]
  activeId: string | null
  /** The terminals take the section's place. */
  full: boolean
  /** Panes that get what is typed in any of them. */
  receivers: string[]
}

export const noTerminals: Terminals = { panes: [], tabs: [], activeId: null, full: false, receivers: [] }

/** A tab of one pane, under the pane's id. */
export function tabOf(paneId: string): Tab {
  return { id: paneId, layout: paneId, focused: paneId, zoomed: false }
}

export function tabWith(state: Pick<Terminals, 'tabs'>, paneId: string): Tab | undefined {
  return state.tabs.find((tab) => paneIds(tab.layout).includes(paneId))
}

export function activeTab(state: Pick<Terminals, 'tabs' | 'activeId'>): Tab | undefined {
  return state.tabs.find(({ id }) => id === state.activeId)
}

/** The pane that has the keyboard, or would have it. */
export function activePane(state: Terminals): Pane | undefined {
  const focused = activeTab(state)?.focused
  return state.panes.find(({ id }) => id === focused)
}

/** The panes of a tab in reading order. */
export function panesOf(state: Pick<Terminals, 'panes'>, { layout }: Tab): Pane[] {
  return paneIds(layout).flatMap((id) => state.panes.filter((pane) => pane.id === id))
}

/** In a tab of its own, at the end and in front. */
export function withPane(state: Terminals, pane: Pane): Terminals {
  return {
    ...state,
    panes: [...state.panes, pane],
    tabs: [...state.tabs, tabOf(pane.id)],
    activeId: pane.id,
  }
}

/** Beside another pane, with the keyboard. */
export function withPaneBeside(state: Terminals, pane: Pane, beside: string, edge: Edge): Terminals {
  const added = { ...state, panes: [...state.panes, pane] }
  return placed(added, pane.id, beside, edge)
}

export function changedPane(state: Terminals, id: string, part: Partial<Pane>): Terminals {
  if (!state.panes.some((pane) => pane.id === id)) return state
  return { ...state, panes: state.panes.map((pane) => (pane.id === id ? { ...pane, ...part } : pane)) }
}

export function withoutPaneOf(state: Terminals, paneId: string): Terminals {
  const taken = takenOut(state, paneId)
  return {
    ...taken,
    panes: state.panes.filter(({ id }) => id !== paneId),
    receivers: fewer(state.receivers.filter((id) => id !== paneId)),
  }
}

/** Gives a pane the keyboard and shows its tab. A zoomed tab then shows that pane instead. */
export function focused(state: Terminals, paneId: string): Terminals {
  const tab = tabWith(state, paneId)
  if (tab === undefined || (state.activeId === tab.id && tab.focused === paneId)) return state
  return { ...changedTab(state, tab.id, { focused: paneId }), activeId: tab.id }
}

/** Moves a pane to an edge of another, out of wherever it was. */
export function paneMoved(state: Terminals, paneId: string, beside: string, edge: Edge): Terminals {
  if (paneId === beside || tabWith(state, beside) === undefined) return state
  return placed(takenOut(state, paneId), paneId, beside, edge)
}

/** Moves all panes of a tab, as they lie, to an edge of a pane of another. */
export function tabMovedBeside(state: Terminals, tabId: string, beside: string, edge: Edge): Terminals {
  const moved = state.tabs.find(({ id }) => id === tabId)
  const host = tabWith(state, beside)
  if (moved === undefined || host === undefined || host.id === tabId) return state
  const layout = besidePane(host.layout, beside, edge, moved.layout)
  const joined = changedTab(state, host.id, { layout, focused: moved.focused, zoomed: false })
  return { ...joined, tabs: joined.tabs.filter(({ id }) => id !== tabId), activeId: host.id }
}

/** Makes a pane a tab of its own at a place of the bar. */
export function paneToTab(state: Terminals, paneId: string, index = state.tabs.length): Terminals {
  const from = tabWith(state, paneId)
  if (from === undefined) return state
  if (typeof from.layout === 'string') return tabMoved(state, from.id, index)
  const rest = takenOut(state, paneId)
  // The tab that it leaves may bear its id: ids of tabs stay what they are while the tab is there.
  const id = rest.tabs.some((tab) => tab.id === paneId) ? crypto.randomUUID() : paneId
  return { ...rest, tabs: rest.tabs.toSpliced(index, 0, { ...tabOf(paneId), id }), activeId: id }
}

/** Moves a tab to the place before which another stands; `index` counts as the bar is now. */
export function tabMoved(state: Terminals, tabId: string, index: number): Terminals {
  const from = state.tabs.findIndex(({ id }) => id === tabId)
  const tab = state.tabs[from]
  if (tab === undefined) return state
  const to = index > from ? index - 1 : index
  return { ...state, tabs: state.tabs.toSpliced(from, 1).toSpliced(to, 0, tab), activeId: tabId }
}

export function dividerMoved(
  state: Terminals,
  tabId: string,
  path: readonly Step[],
  ratio: number,
): Terminals {
  const tab = state.tabs.find(({ id }) => id === tabId)
  return tab === undefined ? state : changedTab(state, tabId, { layout: withRatio(tab.layout, path, ratio) })
}

export function zoomToggled(state: Terminals): Terminals {
  const tab = activeTab(state)
  if (tab === undefined || typeof tab.layout === 'string') return state
  return changedTab(state, tab.id, { zoomed: !tab.zoomed })
}

/** The tab `step` places away from the active one, round the ends. */
export function neighbour(
  { tabs, activeId }: Pick<Terminals, 'tabs' | 'activeId'>,
  step: 1 | -1,
): string | null {
  const index = tabs.findIndex((tab) => tab.id === activeId)
  if (index < 0) return null
  return tabs[(index + step + tabs.length) % tabs.length]?.id ?? null
}

/** Adds a pane to those that get what is typed in any of them, or takes it out. */
export function receiverToggled({ receivers, ...state }: Terminals, paneId: string): Terminals {
  const next = receivers.includes(paneId)
    ? fewer(receivers.filter((id) => id !== paneId))
    : [...receivers, paneId]
  return { ...state, receivers: next }
}

/** One pane alone gets what is typed in it anyway. */
function fewer(receivers: string[]): string[] {
  return receivers.length > 1 ? receivers : []
}

function placed(state: Terminals, paneId: string, beside: string, edge: Edge): Terminals {
  const tab = tabWith(state, beside)
  if (tab === undefined) return state
  const layout = besidePane(tab.layout, beside, edge, paneId)
  return { ...changedTab(state, tab.id, { layout, focused: paneId, zoomed: false }), activeId: tab.id }
}

/** Its tab closes up, or goes with it; then the one that takes its place is shown if it was the active one. */
function takenOut(state: Terminals, paneId: string): Terminals {
  const tab = tabWith(state, paneId)
  if (tab === undefined) return state
  const layout = withoutPane(tab.layout, paneId)
  if (layout === null) return withoutTab(state, tab.id)
  const ids = paneIds(tab.layout)
  const left = ids.filter((id) => id !== paneId)
  const next = left[Math.min(ids.indexOf(paneId), left.length - 1)] ?? tab.focused
  const focused = tab.focused === paneId ? next : tab.focused
  return changedTab(state, tab.id, { layout, focused, zoomed: tab.zoomed && tab.focused !== paneId })
}

function withoutTab(state: Terminals, tabId: string): Terminals {
  const index = state.tabs.findIndex(({ id }) => id === tabId)
  const tabs = state.tabs.toSpliced(index, 1)
  if (state.activeId !== tabId) return { ...state, tabs }
  return { ...state, tabs, activeId: (tabs[index] ?? tabs[index - 1])?.id ?? null }
}

function changedTab(state: Terminals, id: string, part: Partial<Tab>): Terminals {
  return { ...state, tabs: state.tabs.map((tab) => (tab.id === id ? { ...tab, ...part } : tab)) }
}
