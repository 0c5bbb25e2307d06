import type { Arrangement, KeptPane } from '../../../contract/tabs.js'
import { say } from '../../../contract/words/say.js'
import { needsWarning, type Paste } from '../../terminal/paste.js'
import { pasteCut } from '../../terminal/paste-cut.js'
import type { TerminalHandle } from '../../terminal/terminal.js'
import { terminalPart } from '../../terminal/terminal-part.js'
import { clockText } from '../../ui/age.js'
import { currentLooks, zoomWindow } from '../settings/looks.js'
import { leaveTerminal, switchTab } from './arrange.js'
import { withKept } from './arrangement.js'
import { noteBell } from './bells.js'
import { connect, endSession, rejoin, takeOver, typeAlone, unjoin } from './connections.js'
import type { SplitDirection } from './layout.js'
import type { MovedPane } from './moved-pane.js'
import { connectsOnEnter, type Pane, paneState, type Target } from './panes.js'
import { activePane, focused, withoutPaneOf, withPane, withPaneBeside } from './tabs.js'
import { changePane, findPane, terminalStore } from './terminals.js'
import { holdKeys, onceFocused, takeTyped, typeAhead } from './type-ahead.js'

/**
 * Opens a terminal on an instance, with its bound key, in a new tab. A pane of it that waits since last time connects
 * instead, and one that never got so far is replaced. What is typed until it has the keyboard is for it.
 */
export function openTerminal(target: Target): void {
  const typed = holdKeys()
  const open = () => {
    openNow(target)
    const terminal = activePane(terminalStore.get())?.terminal
    onceFocused(terminal?.element, () => {
      const text = typed()
      if (text !== '') terminal?.type(text)
    })
  }
  if (terminalPart.get() === null) terminalPart.load().then(open, () => void typed())
  else open()
}

function openNow(target: Target): void {
  const waiting = terminalStore
    .get()
    .panes.find((pane) => paneState(pane) === 'waiting' && isOf(pane, target))
  if (waiting !== undefined) {
    terminalStore.change((state) => focused(state, waiting.id))
    reconnect(waiting.id)
    return
  }
  const failed = terminalStore
    .get()
    .panes.find(
      (pane) => pane.target.instanceId === target.instanceId && !pane.wasOpen && paneState(pane) === 'lost',
    )
  if (failed !== undefined) closePane(failed.id)
  const pane = makePane(target)
  terminalStore.change((state) => withPane(state, pane))
  void connect(pane)
}

const isOf = ({ target: { instanceId, user } }: Pane, wanted: Target) =>
  instanceId === wanted.instanceId && user === wanted.user

/**
 * Opens panes as they were in a window that is gone. Where a session of it goes on, it does so here; the others wait for the
 * user's word, or connect at once. Call when terminals have been read.
 */
export function openKept(arrangement: Arrangement, connects: boolean): void {
  const before = new Set(terminalStore.get().panes)
  terminalStore.change((state) => withKept(state, arrangement, keptPane))
  const opened = terminalStore.get().panes.filter((pane) => !before.has(pane))
  const sessionOf = new Map(arrangement.panes.map(({ id, sessionId }) => [id, sessionId]))
  for (const pane of opened) {
    const sessionId = sessionOf.get(pane.id)
    if (sessionId !== undefined) void rejoin(pane, sessionId)
    else if (connects) reconnect(pane.id)
  }
}

/** A session that goes on has been open, or its page would not be waited for. */
function keptPane({ id, instanceId, instanceName, user, sessionId }: KeptPane): Pane {
  const goesOn = sessionId !== undefined
  return { ...makePane({ instanceId, instanceName, user }, id), waits: !goesOn, wasOpen: goesOn }
}

/**
 * Typed in a pane that has no session. While it connects, the session gets it; Enter connects one that waits, or whose session
 * has ended or was lost.
 */
function takeUnheard(id: string, typed: Uint8Array): void {
  const pane = findPane(id)
  if (pane === undefined) return
  if (paneState(pane) === 'connecting') typeAhead(id, typed)
  else if (connectsOnEnter(pane) && typed.length === 1 && typed[0] === ENTER) reconnect(id)
}

const ENTER = 0x0d

/** Opens another terminal on the same instance beside a pane; without `paneId`, beside the one with the keyboard. */
export function splitPane(direction: SplitDirection, paneId = activePane(terminalStore.get())?.id): void {
  const beside = paneId === undefined ? undefined : findPane(paneId)
  if (beside === undefined) return
  const pane = makePane(beside.target)
  terminalStore.change((state) => withPaneBeside(state, pane, beside.id, direction))
  void connect(pane)
}

/** A new session in the same pane; what is on the screen stays readable above. */
export function reconnect(id: string): void {
  const pane = findPane(id)
  if (pane === undefined || paneState(pane) === 'connecting') return
  if (pane.wasOpen) pane.terminal.note(say`Connecting again at ${clockText(Date.now())}`)
  unjoin(id)
  takeTyped(id)
  changePane(id, { session: null, problem: null, paste: null, pastesFreely: false, waits: false })
  void connect(pane)
}

/** Connects all panes that wait since last time. */
export function connectWaiting(): void {
  for (const pane of terminalStore.get().panes) if (paneState(pane) === 'waiting') reconnect(pane.id)
}

/** Ends the session, if there is one, and forgets the pane. */
export function closePane(id: string): void {
  const session = findPane(id)?.session
  forgetPane(id)
  if (session != null && session.state !== 'closed') void endSession(session.id)
}

/** Forgets a pane whose session goes on elsewhere, or has ended. */
export function forgetPane(id: string): void {
  const pane = findPane(id)
  if (pane === undefined) return
  terminalStore.change((state) => withoutPaneOf(state, id))
  unjoin(id)
  takeTyped(id)
  pane.terminal.dispose()
}

/** A pane with a session of another window, in a tab of its own. Call when terminals have been read. */
export function adoptPane(moved: MovedPane): void {
  const { target, size, screen, unfinished, session, position, pasting, ...rest } = moved
  const pane = { ...makePane(target), ...rest, session }
  pane.terminal.putScreen(size, screen)
  pane.terminal.write(unfinished, () => undefined)
  if (pasting !== null) pane.terminal.use.change({ notice: pasteCut(pasting) })
  terminalStore.change((state) => withPane(state, pane))
  if (session !== null && session.state !== 'closed') void takeOver(pane, session, position, size)
  // The session that was asked for there ends when it comes: nobody has its pane any more.
  else if (paneState(pane) === 'connecting') void connect(pane)
}

/** Answers the question about a paste. `freely`: don't ask in this session again, while what is typed goes to it alone. */
export function answerPaste(id: string, yes: boolean, freely: boolean, changed?: Paste): void {
  const pane = findPane(id)
  if (pane?.paste == null) return
  changePane(id, { paste: null, pastesFreely: pane.pastesFreely || (yes && freely) })
  if (yes) void pasteIntoAll(id, changed ?? pane.paste)
  pane.terminal.focus()
}

/** The open panes that get what is typed in one, itself among them. */
export function receiversOf(id: string): Pane[] {
  const { receivers, panes } = terminalStore.get()
  const ids = receivers.includes(id) ? receivers : [id]
  return panes.filter((pane) => ids.includes(pane.id) && paneState(pane) === 'open')
}

function makePane(target: Target, id: string = crypto.randomUUID()): Pane {
  return {
    id,
    target,
    terminal: makeTerminal(id),
    session: null,
    problem: null,
    title: '',
    paste: null,
    pastesFreely: false,
    wasOpen: false,
    waits: false,
  }
}

function makeTerminal(id: string): TerminalHandle {
  const createTerminal = terminalPart.get()
  if (createTerminal === null) throw new Error('A pane was made before terminals were read.')
  return createTerminal(currentLooks(), {
    onPaste: (paste) => takePaste(id, paste),
    onUnheard: (bytes) => takeUnheard(id, bytes),
    onTitle: (title) => changePane(id, { title }),
    onBell: () => noteBell(id),
    onZoom: zoomWindow,
    onLeave: () => leaveTerminal(id),
    onSwitch: switchTab,
  })
}

function takePaste(id: string, paste: Paste): void {
  const pane = findPane(id)
  if (pane === undefined || paneState(pane) !== 'open') return
  const freely = pane.pastesFreely && receiversOf(id).length === 1
  if (needsWarning(paste) && !freely) changePane(id, { paste })
  else void pasteIntoAll(id, paste)
}

/** Each terminal encodes a paste itself: one may be told that it is a paste, and another not. */
export async function pasteIntoAll(id: string, paste: Paste): Promise<void> {
  const into = receiversOf(id).map((pane) => {
    typeAlone(pane.id, true)
    return pane.terminal.paste(paste).finally(() => typeAlone(pane.id, false))
  })
  await Promise.all(into)
}
