import { describe, expect, it } from 'vitest'
import type { SessionStatus } from '../../../contract/sessions.js'
import {
  changed,
  exitSentence,
  neighbour,
  type Tab,
  type Tabs,
  tabState,
  withoutTab,
  withTab,
} from './tabs.js'

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
const tab = (id: string) => ({ id, session: null, problem: null }) as Tab
const three: Tabs = { tabs: [tab('a'), tab('b'), tab('c')], activeId: 'b', full: false }

describe('the state of a tab', () => {
  it('is connecting until the host tells of a session', () => {
    expect(tabState({ session: null, problem: null })).toBe('connecting')
    expect(tabState({ session: { ...session, state: 'connecting' }, problem: null })).toBe('connecting')
  })
  it('tells a shell that ended from a connection that was lost', () => {
    expect(tabState({ session: { ...session, state: 'closed', exit: 0 }, problem: null })).toBe('ended')
    expect(tabState({ session: { ...session, state: 'closed', problem }, problem: null })).toBe('lost')
    expect(tabState({ session, problem })).toBe('lost')
  })
})

it('says how a shell ended', () => {
  expect(exitSentence(0)).toBe('The shell has ended with exit status 0.')
  expect(exitSentence('HUP')).toBe('The shell was ended by signal HUP.')
  expect(exitSentence(null)).toBe('The shell has ended.')
})

describe('tabs', () => {
  it('open at the end and in front', () => {
    const state = withTab(three, tab('d'))
    expect(state.tabs.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
    expect(state.activeId).toBe('d')
  })
  it('show the next one when the active one closes, the one before at the end', () => {
    expect(withoutTab(three, 'b').activeId).toBe('c')
    expect(withoutTab({ ...three, activeId: 'c' }, 'c').activeId).toBe('b')
    expect(withoutTab(three, 'a').activeId).toBe('b')
    expect(withoutTab({ ...three, tabs: [tab('a')], activeId: 'a' }, 'a')).toEqual({
      tabs: [],
      activeId: null,
      full: false,
    })
  })
  it('are switched round the ends', () => {
    expect(neighbour({ ...three, activeId: 'c' }, 1)).toBe('a')
    expect(neighbour({ ...three, activeId: 'a' }, -1)).toBe('c')
    expect(neighbour({ tabs: [], activeId: null }, 1)).toBeNull()
  })
  it('that are gone stay gone when news of their session comes late', () => {
    expect(changed(withoutTab(three, 'b'), 'b', { title: 'vim' }).tabs).toHaveLength(2)
  })
})
