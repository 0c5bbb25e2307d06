import type { ErrorInfo } from '../../../contract/errors.js'
import type { SessionStatus, TerminalSize } from '../../../contract/sessions.js'
import { rpc } from '../../api/client.js'
import { errorInfo, HostGone } from '../../api/errors.js'
import { openTerminalStream, type TerminalStream } from '../../api/terminal-stream.js'
import { joinTerminal } from '../../terminal/join.js'
import { needsWarning, type Paste } from '../../terminal/paste.js'
import { createTerminal, type TerminalHandle } from '../../terminal/terminal.js'
import { createStore } from '../store.js'
import {
  changed,
  neighbour,
  type Tab,
  type Tabs,
  type Target,
  tabState,
  withoutTab,
  withTab,
} from './tabs.js'

/** The terminal tabs of this window. */
export const tabStore = createStore<Tabs>({ tabs: [], activeId: null, full: false })

const streams = new Map<string, TerminalStream>()

/** Opens a terminal on an instance, with its bound key, in a new tab. A tab of it that never got so far is replaced. */
export function openTerminal(target: Target): void {
  const failed = tabStore
    .get()
    .tabs.find(
      (tab) => tab.target.instanceId === target.instanceId && !tab.wasOpen && tabState(tab) === 'lost',
    )
  if (failed !== undefined) closeTab(failed.id)
  const id = crypto.randomUUID()
  const tab: Tab = {
    id,
    target,
    terminal: makeTerminal(id),
    session: null,
    problem: null,
    title: '',
    paste: null,
    pastesFreely: false,
    wasOpen: false,
  }
  tabStore.change((state) => withTab(state, tab))
  void connect(tab)
}

/** A new session in the same tab; what is on the screen stays readable above. */
export function reconnect(id: string): void {
  const tab = find(id)
  if (tab === undefined || tabState(tab) === 'connecting') return
  if (tab.wasOpen) tab.terminal.note(`Connecting again at ${new Date().toLocaleTimeString()}`)
  streams.get(id)?.close()
  change(id, { session: null, problem: null, paste: null })
  void connect(tab)
}

/** Ends the session, if there is one, and forgets the tab. */
export function closeTab(id: string): void {
  const tab = find(id)
  if (tab === undefined) return
  tabStore.change((state) => withoutTab(state, id))
  tab.terminal.dispose()
  if (tab.session !== null && tab.session.state !== 'closed') void endSession(tab.session.id)
  streams.get(id)?.close()
  streams.delete(id)
}

export function activateTab(id: string): void {
  tabStore.change((state) => ({ ...state, activeId: id }))
}

/** Gives the keyboard to the terminal that is shown, if there is one. */
export function focusTerminal(): void {
  const { activeId } = tabStore.get()
  if (activeId !== null) find(activeId)?.terminal.focus()
}

/** Lets the terminals take the section's place, or gives it back. */
export function fillWindow(full: boolean): void {
  tabStore.change((state) => (state.full === full ? state : { ...state, full }))
}

/** Answers the question about a paste. `freely`: don't ask in this tab again. */
export function answerPaste(id: string, yes: boolean, freely: boolean): void {
  const tab = find(id)
  if (tab?.paste == null) return
  change(id, { paste: null, pastesFreely: tab.pastesFreely || (yes && freely) })
  if (yes) void tab.terminal.paste(tab.paste)
  tab.terminal.focus()
}

/** The id that Mantine's Tabs of the same id make their buttons' ids of. */
export const TABS_ID = 'terminals'

function find(id: string): Tab | undefined {
  return tabStore.get().tabs.find((tab) => tab.id === id)
}

function change(id: string, part: Partial<Tab>): void {
  tabStore.change((state) => changed(state, id, part))
}

function makeTerminal(id: string): TerminalHandle {
  const scheme = document.documentElement.dataset.mantineColorScheme === 'dark' ? 'dark' : 'light'
  return createTerminal(scheme, {
    onPaste: (paste) => takePaste(id, paste),
    onTitle: (title) => change(id, { title }),
    onLeave: () => document.getElementById(`${TABS_ID}-tab-${id}`)?.focus(),
    onSwitch(step) {
      const next = neighbour(tabStore.get(), step)
      if (next !== null) activateTab(next)
    },
  })
}

function takePaste(id: string, paste: Paste): void {
  const tab = find(id)
  if (tab === undefined || tabState(tab) !== 'open') return
  if (needsWarning(paste) && !tab.pastesFreely) change(id, { paste })
  else void tab.terminal.paste(paste)
}

async function connect({ id, target, terminal }: Tab): Promise<void> {
  try {
    const size = terminal.size()
    const { instanceId, user } = target
    const session = await rpc.sessions.open({ instanceId, size, ...(user === undefined ? {} : { user }) })
    if (find(id) === undefined) return await endSession(session.id)
    join(id, terminal, session, size)
    await follow(id, session)
  } catch (error) {
    change(id, { problem: whyLost(error) })
  }
}

/** We never cancel: a call that ends that way lost the host under it. */
function whyLost(error: unknown): ErrorInfo {
  const info = errorInfo(error)
  return info.code === 'cancelled' ? errorInfo(new HostGone()) : info
}

function join(id: string, terminal: TerminalHandle, session: SessionStatus, opened: TerminalSize): void {
  const stream = openTerminalStream(session.id)
  streams.set(id, stream)
  joinTerminal(terminal, stream, () => terminal.onResize(null))
  const resize = (size: TerminalSize) => void rpc.sessions.resize({ id: session.id, size }).catch(ignoreEnded)
  terminal.onResize(resize)
  const now = terminal.size()
  if (now.cols !== opened.cols || now.rows !== opened.rows) resize(now)
}

async function follow(id: string, first: SessionStatus): Promise<void> {
  change(id, { session: first })
  for await (const session of await rpc.sessions.watch({ id: first.id })) {
    if (find(id)?.session?.id !== first.id) return
    change(id, session.state === 'open' ? { session, wasOpen: true } : { session })
  }
}

async function endSession(id: string): Promise<void> {
  await rpc.sessions.close({ id }).catch(ignoreEnded)
}

/** A session may end while we speak of it: that is told by its status. */
function ignoreEnded(error: unknown): void {
  console.debug('The session had ended already.', error)
}
