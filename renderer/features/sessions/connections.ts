import type { ErrorInfo } from '../../../contract/errors.js'
import type { SessionStatus, TerminalSize } from '../../../contract/sessions.js'
import { say } from '../../../contract/words/say.js'
import { rpc } from '../../api/client.js'
import { connectionState, onConnectionChange } from '../../api/connection.js'
import { errorInfo, HostGone } from '../../api/errors.js'
import { openTerminalStream, type TerminalStream } from '../../api/terminal-stream.js'
import type { Followed, InputListener } from '../../terminal/input.js'
import { type Beginning, type Joint, joinTerminal } from '../../terminal/join.js'
import type { Pane } from './panes.js'
import { changePane, findPane, terminalStore } from './terminals.js'
import { takeTyped } from './type-ahead.js'

/** What joins a pane's terminal to its session. */
interface Join {
  stream: TerminalStream
  joint: Joint
}

const joins = new Map<string, Join>()
/** Panes whose input is for themselves alone just now. */
const alone = new Set<string>()
/** Panes that another window is about to take over. */
const leaving = new Map<string, () => void>()

/** Opens a session for a pane and follows it to its end. Never throws: how it went is in the pane. */
export function connect({ id, target, terminal }: Pane): Promise<void> {
  return tellLoss(id, async () => {
    const size = terminal.size()
    const { instanceId, user } = target
    const session = await rpc.sessions.open({ instanceId, size, ...(user === undefined ? {} : { user }) })
    if (findPane(id) === undefined) return endSession(session.id)
    join(id, session, size)
    await follow(id, session)
  })
}

/** Goes on with a session that another stream had; the terminal has its output up to `position`. */
export function takeOver(
  { id }: Pane,
  session: SessionStatus,
  position: number,
  size: TerminalSize,
): Promise<void> {
  join(id, session, size, { from: position })
  return tellLoss(id, () => follow(id, session))
}

/** Goes on with a session whose page is gone, and shows what the host has kept of its output. */
export function rejoin({ id, terminal }: Pane, sessionId: string): Promise<void> {
  const early: Parameters<InputListener>[] = []
  terminal.onInput((...input) => early.push(input))
  return tellLoss(id, async () => {
    const session = await statusOf(sessionId).catch((error: unknown) => {
      terminal.onInput(null) // Enter is for a new session
      throw error
    })
    if (findPane(id) === undefined) return endSession(sessionId)
    if (session === null) {
      terminal.onInput(null)
      return changePane(id, notRejoined)
    }
    changePane(id, { session, wasOpen: session.state === 'open' })
    const onReplayed = (alternate: boolean) => void (alternate && redraw(id, sessionId))
    join(id, session, terminal.size(), { from: null, onReplayed })
    for (const input of early) sendInput(id, ...input)
    await follow(id, session)
  })
}

/** Null for a session that has ended. Waits for a host whose connection breaks meanwhile: it keeps the session. */
async function statusOf(id: string): Promise<SessionStatus | null> {
  for (;;) {
    try {
      for await (const session of await rpc.sessions.watch({ id }))
        return session.state === 'closed' ? null : session
      return null
    } catch (error) {
      if (!isHostLost(error)) throw error
      await connectionOpen()
    }
  }
}

/** It could not be: it ended, or another window was there first. */
const notRejoined = { session: null, problem: null, waits: true, wasOpen: false }

/** How long a program has to see one size before it is told another. */
const SIZE_SEEN_MS = 200

/** A program that has the whole screen draws it anew when its size changes. */
async function redraw(id: string, sessionId: string): Promise<void> {
  const resize = (size: TerminalSize) => rpc.sessions.resize({ id: sessionId, size }).catch(ignoreEnded)
  const size = () => findPane(id)?.terminal.size()
  const { cols, rows } = size() ?? { cols: 80, rows: 24 }
  await resize({ cols, rows: rows > 1 ? rows - 1 : 2 })
  await new Promise((resolve) => setTimeout(resolve, SIZE_SEEN_MS))
  await resize(size() ?? { cols, rows })
}

/** No more output for a pane, and no more input from it. */
export function unjoin(id: string): void {
  const join = joins.get(id)
  joins.delete(id)
  join?.stream.close()
}

/**
 * Holds a pane still for another window, until `release` or until that window has taken its session over, which calls
 * `onTaken`. Resolves to how far its output has come.
 */
export async function letGo(
  id: string,
  onTaken: () => void,
): Promise<{ position: number; unfinished: Uint8Array }> {
  const join = joins.get(id)
  if (join === undefined) return { position: 0, unfinished: new Uint8Array() }
  leaving.set(id, onTaken)
  const unfinished = await join.joint.freeze()
  return { position: join.joint.position() ?? 0, unfinished }
}

/** Nobody has come for it: it goes on here. */
export function keepHere(id: string): void {
  leaving.delete(id)
  joins.get(id)?.joint.thaw()
}

/** While it is so, a pane's input is for itself alone. */
export function typeAlone(id: string, on: boolean): void {
  if (on) alone.add(id)
  else alone.delete(id)
}

export async function endSession(id: string): Promise<void> {
  await rpc.sessions.close({ id }).catch(ignoreEnded)
}

/** Input of one pane, to all that get it: answers and reports are for the program that asked, and nobody else. */
function sendInput(id: string, bytes: Uint8Array, typed: boolean, followed?: Followed): void {
  if (followed !== undefined) {
    const joint = joins.get(id)?.joint
    if (joint === undefined) followed.done(false)
    else joint.paste(bytes, followed)
    return
  }
  const { receivers } = terminalStore.get()
  const shared = receivers.includes(id) && !alone.has(id) && typed
  for (const to of shared ? receivers : [id]) joins.get(to)?.stream.send({ type: 'input', bytes })
}

/** How often in a row one session is joined again, with no output of it, before its loss is told. */
const TRIES = 5

function join(
  id: string,
  session: SessionStatus,
  opened: TerminalSize,
  beginning?: Beginning,
  tries = 0,
): void {
  const terminal = findPane(id)?.terminal
  if (terminal === undefined) return
  const stream = openTerminalStream(session.id)
  const onEnd = (replaced: boolean) => {
    if (!replaced) terminal.onResize(null)
    const mine = joins.get(id)?.stream === stream
    leaving.get(id)?.()
    const inVain = (joint.position() ?? 0) > (beginning?.from ?? 0) ? 0 : tries
    if (mine && !leaving.delete(id)) void comeBack(id, session, inVain + 1)
  }
  const joint = joinTerminal(terminal, stream, onEnd, beginning)
  joins.set(id, { stream, joint })
  terminal.onInput((...input) => sendInput(id, ...input))
  for (const bytes of takeTyped(id)) sendInput(id, bytes, true)
  const resize = (size: TerminalSize) => void rpc.sessions.resize({ id: session.id, size }).catch(ignoreEnded)
  terminal.onResize(resize)
  const now = terminal.size()
  if (now.cols !== opened.cols || now.rows !== opened.rows) resize(now)
}

/** The host waits a while for a stream that broke: another goes on where it was, if the session is still there. */
async function comeBack(id: string, session: SessionStatus, tries: number): Promise<void> {
  const joint = joins.get(id)?.joint
  joins.delete(id)
  if (joint === undefined || joint.ended()) return
  const position = joint.position()
  if (position === null) return changePane(id, notRejoined)
  if (joint.taken()) return changePane(id, { session: null, problem: takenElsewhere })
  if (tries > TRIES) return changePane(id, { problem: lostHost })
  await connectionOpen()
  const pane = findPane(id)
  if (pane?.session?.id !== session.id || pane.session.state === 'closed') return
  join(id, session, pane.terminal.size(), { from: position }, tries)
}

/** Follows a session, also past a loss of the connection to the host. */
async function follow(id: string, first: SessionStatus): Promise<void> {
  changePane(id, { session: first })
  for (;;) {
    try {
      for await (const session of await rpc.sessions.watch({ id: first.id })) {
        if (findPane(id)?.session?.id !== first.id) return
        changePane(id, { session, problem: null, ...(session.state === 'open' && { wasOpen: true }) })
      }
      return
    } catch (error) {
      if (!isHostLost(error)) throw error
      changePane(id, { problem: lostHost })
      await connectionOpen()
      if (findPane(id)?.session?.id !== first.id) return
    }
  }
}

/** What ends `work` otherwise than well is told in the pane. */
async function tellLoss(id: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    changePane(id, { problem: whyLost(error) })
  }
}

const takenElsewhere: ErrorInfo = {
  code: 'cancelled',
  message: say`This session goes on in another window.`,
  retryable: false,
}

const lostHost = errorInfo(new HostGone())

/** Whether a call or a stream broke because the connection to the host did. */
export function isHostLost(error: unknown): boolean {
  const { code, message } = whyLost(error)
  return code === lostHost.code && message === lostHost.message
}

/** We never cancel: a call that ends that way lost the host under it. */
function whyLost(error: unknown): ErrorInfo {
  const info = errorInfo(error)
  return info.code === 'cancelled' ? lostHost : info
}

/** Resolves when the same host answers again. */
export function connectionOpen(): Promise<void> {
  if (connectionState() === 'open') return Promise.resolve()
  return new Promise((resolve) => {
    const stop = onConnectionChange(() => {
      if (connectionState() !== 'open') return
      stop()
      resolve()
    })
  })
}

/** A session may end while we speak of it: that is told by its status. */
function ignoreEnded(error: unknown): void {
  console.debug('The session had ended already.', error)
}
