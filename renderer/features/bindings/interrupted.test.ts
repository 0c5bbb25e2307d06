import { expect, it } from 'vitest'
import type { InterruptedBinding } from '../../../contract/bindings.js'
import { againTarget, interruptedTogether } from './interrupted.js'

const cutOff = (name: string, parts: Partial<InterruptedBinding> = {}): InterruptedBinding => ({
  id: `job of ${name}`,
  action: 'bind',
  keyId: 'k1',
  instanceId: `a/${name}`,
  instanceName: name,
  startedAt: '2026-01-01T00:00:00.000Z',
  by: 'ssh',
  step: 'write',
  ended: false,
  users: [],
  how: { user: name, login: { kind: 'password' }, options: { from: ['10.0.0.0/8'] }, alsoUsers: ['root'] },
  mayBeStopped: false,
  ...parts,
})

it('puts together what was cut off of one batch, and nothing else', () => {
  const groups = interruptedTogether([
    cutOff('web'),
    cutOff('other-key', { keyId: 'k2' }),
    cutOff('by-cloud', { by: 'cloud', how: undefined }),
    cutOff('db'),
    cutOff('unlimited', { how: { user: 'root', login: { kind: 'agent' }, options: {}, alsoUsers: [] } }),
  ])
  expect(groups.map((group) => group.map(({ instanceName }) => instanceName))).toEqual([
    ['web', 'db'],
    ['other-key'],
    ['by-cloud'],
    ['unlimited'],
  ])
})

it('begins again with the same limits, further users and logins', () => {
  const limits = { by: 'ssh', options: { from: ['10.0.0.0/8'] }, alsoUsers: ['root'] }
  const login = { kind: 'password' }
  expect(againTarget([cutOff('web')])).toMatchObject({
    instances: [{ id: 'a/web', name: 'web' }],
    how: { ...limits, user: 'web', login },
  })
  expect(againTarget([cutOff('web'), cutOff('db')])).toMatchObject({
    keyId: 'k1',
    how: {
      ...limits,
      each: [
        { instanceId: 'a/web', user: 'web', login },
        { instanceId: 'a/db', user: 'db', login },
      ],
    },
  })
})
