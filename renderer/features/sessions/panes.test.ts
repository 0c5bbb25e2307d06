import { describe, expect, it } from 'vitest'
import type { SessionStatus } from '../../../contract/sessions.js'
import { connectsOnEnter, exitSentence, type Pane, paneState } from './panes.js'

const session: SessionStatus = {
  id: 's1',
  instanceId: 'i1',
  target: 'admin@192.0.2.1',
  keyId: 'k1',
  state: 'open',
  phase: null,
  authenticatedWith: null,
  hostKey: null,
  problem: null,
  exit: null,
}
const problem = { code: 'ssh-closed', message: 'The connection was lost.', retryable: true } as const

describe('the state of a pane', () => {
  it('is connecting until the host tells of a session', () => {
    expect(paneState({ session: null, problem: null })).toBe('connecting')
    expect(paneState({ session: { ...session, state: 'connecting' }, problem: null })).toBe('connecting')
  })
  it('is waiting for the user after the window came back', () => {
    expect(paneState({ session: null, problem: null, waits: true })).toBe('waiting')
  })
  it('tells a shell that ended from a connection that was lost', () => {
    expect(paneState({ session: { ...session, state: 'closed', exit: 0 }, problem: null })).toBe('ended')
    expect(paneState({ session: { ...session, state: 'closed', problem }, problem: null })).toBe('lost')
    expect(paneState({ session, problem })).toBe('lost')
  })
})

it('connects on Enter where there is no session that could take it', () => {
  const pane = { session: null, problem: null, waits: false } as Pane
  expect(connectsOnEnter({ ...pane, waits: true })).toBe(true)
  expect(connectsOnEnter({ ...pane, session: { ...session, state: 'closed', exit: 0 } })).toBe(true)
  expect(connectsOnEnter({ ...pane, session: { ...session, state: 'closed', problem } })).toBe(true)
  expect(connectsOnEnter({ ...pane, problem })).toBe(true)
  expect(connectsOnEnter(pane)).toBe(false)
  expect(connectsOnEnter({ ...pane, session })).toBe(false)
  // The window has lost the host, which still has the session.
  expect(connectsOnEnter({ ...pane, session, problem })).toBe(false)
})

it('says how a shell ended', () => {
  expect(exitSentence(0)).toBe('The shell has ended with exit status 0.')
  expect(exitSentence('HUP')).toBe('The shell was ended by signal HUP.')
  expect(exitSentence(null)).toBe('The shell has ended.')
})
