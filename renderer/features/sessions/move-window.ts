import { MOVE_FRAGMENT } from '../../../contract/desktop-bridge.js'
import { say } from '../../../contract/words/say.js'
import { desktop } from '../../api/desktop-port.js'
import { takeFromAddress } from '../../api/window-name.js'
import { terminalPart } from '../../terminal/terminal-part.js'
import { createStore } from '../store.js'
import { fillWindow } from './arrange.js'
import { keepHere, letGo } from './connections.js'
import type { MovedPane } from './moved-pane.js'
import { offerTo } from './other-windows.js'
import { paneState } from './panes.js'
import { adoptPane, forgetPane } from './sessions.js'
import { findPane, terminalStore } from './terminals.js'

/*
 * A pane goes to another window with its screen and its session. Both are pages of one origin and speak over a broadcast
 * channel whose name only they know:
 *
 *   new → old   'ready'      it is there, with an open vault
 *   old → new   MovedPane    the old one stands still
 *   new → old   'taken'      only where there is no open session: else the old one learns it by the end of its stream
 *
 * Until the new one has taken the session over, the old one has it; if nobody comes, it goes on as before. As long as it gives
 * the pane it holds a lock of that name: the new one, which waits for the lock, learns so that nothing will come any more.
 */

const WAIT_MS = 30_000

/** Moves a pane to a new window. Where the browser opens none, it stays. */
export function movePaneToWindow(paneId: string): void {
  const name = crypto.randomUUID()
  // Before anything is offered: the page stands still while a window opens, and a lock that it is given then would be lost.
  if (openWindow(name)) give(paneId, name)
  else findPane(paneId)?.terminal.note(say`The browser has opened no window. Allow popups of this page`)
}

/** Moves a pane to a window that is there. */
export function movePane(paneId: string, windowId: string): void {
  const name = crypto.randomUUID()
  give(paneId, name)
  offerTo(windowId, name)
}

/** Gives a pane to whoever comes for it under the name. */
function give(paneId: string, name: string): void {
  const channel = channelOf(name)
  const letLockGo = holdLock(lockOf(name))
  const close = () => {
    clearTimeout(stop)
    channel.close()
    letLockGo()
  }
  const stay = () => {
    keepHere(paneId)
    close()
  }
  const stop = setTimeout(stay, WAIT_MS)
  const end = () => {
    close()
    forgetPane(paneId)
  }
  channel.onmessage = ({ data }) => {
    if (data === 'taken') end()
    if (data === 'ready')
      void packed(paneId, end).then((moved) => (moved ? channel.postMessage(moved) : stay()))
  }
}

/** False where the browser opens none. The desktop app opens its own, of which no page sees anything. */
function openWindow(name: string): boolean {
  if (desktop !== undefined) {
    desktop.openWindow(name)
    return true
  }
  const { innerWidth, innerHeight } = window
  const features = `popup,width=${innerWidth},height=${innerHeight}`
  return window.open(`/#${MOVE_FRAGMENT}=${name}`, '_blank', features) !== null
}

/** In a window that was opened for a pane: takes it. False in any other. */
export function takeMovedPane(): boolean {
  const name = takeFromAddress(MOVE_FRAGMENT)
  if (name === null) return false
  const onTaken = () => {
    fillWindow(true)
    closeWithLastPane()
  }
  takePane(name, onTaken, 'opened-for-it')
  return true
}

/** A pane was to come to this window, and never will: the window was opened for it, or was there before. */
export const paneMissing = createStore<'opened-for-it' | 'was-there' | null>(null)

/** Takes the pane that another window gives under that name. */
export function takePane(
  name: string,
  onTaken: () => void = () => undefined,
  without: 'opened-for-it' | 'was-there' = 'was-there',
): void {
  const channel = channelOf(name)
  const came = new AbortController()
  channel.onmessage = ({ data }: MessageEvent<MovedPane | 'ready' | 'taken'>) => {
    if (typeof data === 'string') return
    came.abort()
    paneMissing.change(() => null)
    adoptPane(data)
    onTaken()
    if (data.session === null || data.session.state === 'closed') channel.postMessage('taken')
    channel.close()
  }
  // Where terminals can't be read nobody is ready, and the pane stays where it is.
  terminalPart.load().then(
    () => {
      channel.postMessage('ready')
      void whenFree(lockOf(name), came.signal).then((free) => free && paneMissing.change(() => without))
    },
    () => channel.close(),
  )
}

const lockOf = (name: string) => `latchkey.move.${name}`

/** Holds a lock until the answer is called, or the page is gone. */
function holdLock(name: string): () => void {
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  void navigator.locks.request(name, () => held)
  return letGo
}

/** Resolves when nobody holds the lock; to false where `signal` came first. */
function whenFree(name: string, signal: AbortSignal): Promise<boolean> {
  return navigator.locks.request(name, { signal }, () => !signal.aborted).catch(() => false)
}

/** A window that is there for terminals alone goes with the last of them; one in which the sections were asked for stays. */
function closeWithLastPane(): void {
  const stop = terminalStore.subscribe(() => {
    const { panes, full } = terminalStore.get()
    if (panes.length > 0) return
    stop()
    // Not before the host has been told of the end of the pane's session.
    if (full) setTimeout(() => window.close())
  })
}

async function packed(paneId: string, onTaken: () => void): Promise<MovedPane | null> {
  const use = findPane(paneId)?.terminal.use
  const pasting = use?.state.get().pasting ?? null
  use?.pastes.cut() // or it would go on from here, with nobody to see it
  const { position, unfinished } = await letGo(paneId, onTaken)
  const pane = findPane(paneId)
  if (pane === undefined) return null
  const { target, session, problem, title, wasOpen, terminal } = pane
  const size = terminal.size()
  const waits = paneState(pane) === 'waiting'
  return {
    target,
    session,
    problem,
    title,
    wasOpen,
    waits,
    size,
    screen: terminal.copyScreen(),
    unfinished,
    position,
    pasting,
  }
}

function channelOf(name: string): BroadcastChannel {
  return new BroadcastChannel(`latchkey.move.${name}`)
}
