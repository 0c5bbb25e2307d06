import { expect, it } from 'vitest'
import { Arrangement } from '../../../contract/tabs.js'
import { arrangementOf, withKept } from './arrangement.js'
import type { Pane } from './panes.js'
import { noTerminals, type Terminals, withPane, withPaneBeside } from './tabs.js'

const pane = (id: string, user?: string) =>
  ({ id, target: { instanceId: `a/${id}`, instanceName: id, user }, session: null }) as Pane
const made = ({ id }: { id: string }) => pane(id)

const base = withPane(withPane(noTerminals, pane('web')), pane('db', 'admin'))
const split = withPaneBeside(base, pane('log'), 'web', 'down')
const state: Terminals = { ...split, full: true, receivers: ['web', 'db'] }

it('keeps which instances are open, how they lie and which is in front, and nothing else', () => {
  const kept = arrangementOf(state)
  expect(Arrangement.parse(kept)).toEqual(kept)
  expect(kept).toEqual({
    panes: [
      { id: 'web', instanceId: 'a/web', instanceName: 'web' },
      { id: 'db', instanceId: 'a/db', instanceName: 'db', user: 'admin' },
      { id: 'log', instanceId: 'a/log', instanceName: 'log' },
    ],
    tabs: [
      { layout: { direction: 'down', ratio: 0.5, first: 'web', second: 'log' }, focused: 'log' },
      { layout: 'db', focused: 'db' },
    ],
    active: 0,
    full: true,
  })
  expect(arrangementOf(noTerminals)).toEqual({ panes: [], tabs: [], active: null, full: false })
})

it('keeps which session goes on in a pane, and of one that has ended nothing', () => {
  const open = { ...pane('web'), session: { id: 's1', state: 'open' } } as Pane
  const closed = { ...pane('db'), session: { id: 's2', state: 'closed' } } as Pane
  const { panes } = arrangementOf(withPane(withPane(noTerminals, open), closed))
  expect(panes.map(({ sessionId }) => sessionId)).toEqual(['s1', undefined])
})

it('opens the same again', () => {
  const again = withKept(noTerminals, arrangementOf(state), made)
  expect(arrangementOf(again).tabs).toEqual(arrangementOf(state).tabs)
  expect(again).toMatchObject({ activeId: 'web', full: true, receivers: [] })
  expect(new Set(again.tabs.map(({ id }) => id)).size).toBe(2)
})

it('puts what was kept before what has been opened meanwhile, which stays in front', () => {
  const opened = withPane(noTerminals, pane('new'))
  const both = withKept(opened, arrangementOf(state), made)
  expect(both.tabs.map(({ focused }) => focused)).toEqual(['log', 'db', 'new'])
  expect(both).toMatchObject({ activeId: 'new', full: false })
})
