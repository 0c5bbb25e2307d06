import type { ErrorInfo } from '../../../contract/errors.js'
import type { SessionStatus } from '../../../contract/sessions.js'
import type { Paste } from '../../terminal/paste.js'
import type { TerminalHandle } from '../../terminal/terminal.js'

/** What a tab connects to. Without `user`: the instance's own. */
export interface Target {
  instanceId: string
  instanceName: string
  user?: string | undefined
}

/** One terminal tab: its terminal stays, sessions come and go. */
export interface Tab {
  id: string
  target: Target
  terminal: TerminalHandle
  /** The newest session of this tab; null while it is asked for. */
  session: SessionStatus | null
  /** Why there is no session, or why nothing is heard of it. */
  problem: ErrorInfo | null
  /** What the program in the shell calls itself. */
  title: string
  /** A paste that waits for the user's word. */
  paste: Paste | null
  /** Several lines go in without a question from now on. */
  pastesFreely: boolean
  /** True once a shell has been here: there may be output to read. */
  wasOpen: boolean
}

export interface Tabs {
  tabs: Tab[]
  activeId: string | null
  /** The terminals take the section's place. */
  full: boolean
}

export type TabState = 'connecting' | 'open' | 'ended' | 'lost'

/** `ended`: the shell ended by itself. `lost`: the connection failed, or was cut. */
export function tabState({ session, problem }: Pick<Tab, 'session' | 'problem'>): TabState {
  if (problem !== null) return 'lost'
  if (session === null) return 'connecting'
  if (session.state !== 'closed') return session.state
  return session.problem === null ? 'ended' : 'lost'
}

/** How the shell ended, as a sentence. `exit`: its status or signal; null if the server told none. */
export function exitSentence(exit: SessionStatus['exit']): string {
  if (exit === null) return 'The shell has ended.'
  return typeof exit === 'number'
    ? `The shell has ended with exit status ${exit}.`
    : `The shell was ended by signal ${exit}.`
}

export function withTab(state: Tabs, tab: Tab): Tabs {
  return { ...state, tabs: [...state.tabs, tab], activeId: tab.id }
}

export function changed(state: Tabs, id: string, part: Partial<Tab>): Tabs {
  if (!state.tabs.some((tab) => tab.id === id)) return state
  return { ...state, tabs: state.tabs.map((tab) => (tab.id === id ? { ...tab, ...part } : tab)) }
}

/** Without a tab; the one that takes its place is shown if it was the active one. */
export function withoutTab(state: Tabs, id: string): Tabs {
  const index = state.tabs.findIndex((tab) => tab.id === id)
  if (index < 0) return state
  const tabs = state.tabs.filter((tab) => tab.id !== id)
  if (state.activeId !== id) return { ...state, tabs }
  return { ...state, tabs, activeId: (tabs[index] ?? tabs[index - 1])?.id ?? null }
}

/** The tab `step` places away from the active one, round the ends. */
export function neighbour({ tabs, activeId }: Pick<Tabs, 'tabs' | 'activeId'>, step: 1 | -1): string | null {
  const index = tabs.findIndex((tab) => tab.id === activeId)
  if (index < 0) return null
  return tabs[(index + step + tabs.length) % tabs.length]?.id ?? null
}
