import { expect, it } from 'vitest'
import type { Instance } from '../../../contract/instances.js'
import type { SessionList } from '../../../contract/session-list.js'
import type { SessionStatus } from '../../../contract/sessions.js'
import { memoryProfileStore, testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { plainAccount } from '../../../test/helpers/plain-account.js'
import { createLiveValue } from '../lib/live-value.js'
import { createSessionList } from './session-list.js'

const problem = { code: 'ssh-closed', message: 'The connection to web-1 was lost.', retryable: true } as const

/** The list over a profile in memory, and sessions of which nothing is there but their status. */
function setUp(profile = profileWithAccount()) {
  const clock = testClock()
  const log = testLog()
  const list = createSessionList({ profile, clock, log })
  let count = 0
  const start = (cloudId: string, user = 'admin') => {
    const first = { id: `s${++count}`, instanceId: `a/${cloudId}`, target: `${user}@h`, keyId: 'k' }
    const status = createLiveValue({
      ...first,
      state: 'connecting',
      problem: null,
      exit: null,
    } as SessionStatus)
    list.follow({ status }, { instance: { name: `web-${cloudId}` } as Instance, user })
    const end = (change: Partial<SessionStatus> = {}) => {
      status.set({ ...status.get(), state: 'closed', ...change })
      status.end()
    }
    return { open: () => status.set({ ...status.get(), state: 'open' }), end }
  }
  const when = async (is: (list: SessionList) => boolean): Promise<SessionList> => {
    for await (const now of list.watch()) if (is(now)) return now
    throw new Error('Nothing more')
  }
  return { list, clock, log, profile, start, when }
}

function profileWithAccount() {
  const account = {
    kind: 'cloudstack',
    phase: 'stored',
    values: {},
    addedAt: '2026-01-01T00:00:00.000Z',
  } as const
  return memoryProfileStore({ accounts: [{ ...plainAccount, ...account, id: 'a', name: 'Lab' }] })
}

const noted = (list: SessionList) => list.recent.length > 0

it('lists a session while it is connecting and open, and then among the recent ones with how it ended', async () => {
  const { start, when, clock, list } = setUp()
  const session = start('1')
  expect(await when(({ open }) => open[0]?.state === 'connecting')).toMatchObject({
    open: [{ instanceName: 'web-1', user: 'admin', target: 'admin@h', keyId: 'k' }],
    recent: [],
  })
  session.open()
  await when(({ open }) => open[0]?.state === 'open')
  clock.advance(60_000)
  session.end({ exit: 3 })
  expect(await when(noted)).toMatchObject({
    open: [],
    recent: [{ instanceId: 'a/1', end: { how: 'exited', exit: 3, at: '2026-01-01T00:01:00.000Z' } }],
  })
  await list.settled()
})

it.each([
  ['lost', true, { problem }],
  ['failed', false, { problem }],
  ['closed', true, {}],
] as const)('tells a session that %s from others', async (how, opens, end) => {
  const { start, when, list } = setUp()
  const session = start('1')
  if (opens) session.open()
  await when(({ open }) => open[0]?.state === (opens ? 'open' : 'connecting'))
  session.end(end)
  const said = 'problem' in end ? end.problem.message : null
  expect((await when(noted)).recent[0]?.end).toMatchObject({ how, problem: said })
  await list.settled()
})

it('keeps nothing of what the user gave up before it was open', async () => {
  const { start, list, profile } = setUp()
  start('1').end()
  await list.settled()
  expect(profile.read().recentSessions).toEqual([])
})

it('knows after a crash which sessions were open', async () => {
  const { start, when, profile } = setUp()
  start('1').open()
  await when(({ open }) => open[0]?.state === 'open')
  await expect.poll(() => profile.read().recentSessions).toHaveLength(1)
  const now = await setUp(profile).when(noted)
  expect(now).toMatchObject({ open: [], recent: [{ instanceName: 'web-1', end: null }] })
})

it('keeps one for each instance and user, the newest first, and at most fifty', async () => {
  const { start, list, clock, profile } = setUp()
  const visit = async (cloudId: string, user?: string) => {
    clock.advance(1000)
    start(cloudId, user).end({ problem })
    await list.settled()
  }
  await visit('1')
  await visit('2')
  await visit('1', 'root')
  await visit('1')
  const places = () => profile.read().recentSessions.map(({ instanceId, user }) => `${user} ${instanceId}`)
  expect(places()).toEqual(['admin a/1', 'root a/1', 'admin a/2'])
  for (let n = 0; n < 60; n++) await visit(`n${n}`)
  expect(places()).toHaveLength(50)
  expect(places()[0]).toBe('admin a/n59')
})

it('does not bring back what was cleared while the session was open', async () => {
  const { start, when, list, profile } = setUp()
  const session = start('1')
  session.open()
  await expect.poll(() => profile.read().recentSessions).toHaveLength(1)
  await list.clearRecent()
  session.end({ exit: 0 })
  await list.settled()
  expect(await when(({ open }) => open.length === 0)).toEqual({ open: [], recent: [] })
})

it('keeps nothing of an instance whose account is gone', async () => {
  const { start, list, profile } = setUp(memoryProfileStore())
  start('1').end({ problem })
  await list.settled()
  expect(profile.read().recentSessions).toEqual([])
})
