import type { ErrorInfo } from '../../../contract/errors.js'
import type { SessionStatus } from '../../../contract/sessions.js'
import { say } from '../../../contract/words/say.js'
import type { Paste } from '../../terminal/paste.js'
import type { TerminalHandle } from '../../terminal/terminal.js'

/** What a pane connects to. Without `user`: the instance's own. */
export interface Target {
  instanceId: string
  instanceName: string
  user?: string | undefined
}

/** One terminal: it stays, sessions come and go. */
export interface Pane {
  id: string
  target: Target
  terminal: TerminalHandle
  /** The newest session of this pane; null while it is asked for. */
  session: SessionStatus | null
  /** Why there is no session, or why nothing is heard of it. */
  problem: ErrorInfo | null
  /** What the program in the shell calls itself. */
  title: string
  /** A paste that waits for the user's word. */
  paste: Paste | null
  /** Several lines go into this session without a question, while no other pane gets them too. */
  pastesFreely: boolean
  /** True once a shell has been here: there may be output to read. */
  wasOpen: boolean
  /** It came back with the window, and connects when the user says so. */
  waits: boolean
}

export type PaneState = 'waiting' | 'connecting' | 'open' | 'ended' | 'lost'

/** `ended`: the shell ended by itself. `lost`: the connection failed, or was cut. */
export function paneState({
  session,
  problem,
  waits,
}: Pick<Pane, 'session' | 'problem'> & Partial<Pick<Pane, 'waits'>>): PaneState {
  if (problem !== null) return 'lost'
  if (waits) return 'waiting'
  if (session === null) return 'connecting'
  if (session.state !== 'closed') return session.state
  return session.problem === null ? 'ended' : 'lost'
}

/** Whether nothing is there that Enter could be for: one whose connection to the host broke may still have its session. */
export function connectsOnEnter(pane: Pane): boolean {
  const state = paneState(pane)
  const gone = pane.session === null || pane.session.state === 'closed'
  return gone && (state === 'waiting' || state === 'ended' || state === 'lost')
}

/** How the shell ended, as a sentence. `exit`: its status or signal; null if the server told none. */
export function exitSentence(exit: SessionStatus['exit']): string {
  if (exit === null) return say`The shell has ended.`
  return typeof exit === 'number'
    ? say`The shell has ended with exit status ${exit}.`
    : say`The shell was ended by signal ${exit}.`
}
