import { describe, expect, it } from 'vitest'
import { paneIds } from './layout.js'
import type { Pane } from './panes.js'
import {
  activePane,
  changedPane,
  focused,
  neighbour,
  noTerminals,
  paneMoved,
  paneToTab,
  receiverToggled,
  type Terminals,
  tabMoved,
  tabMovedBeside,
  withoutPaneOf,
  withPane,
  withPaneBeside,
  zoomToggled,
} from './tabs.js'

const pane = (id: string) => ({ id, session: null, problem: null }) as Pane
const tabs = (...ids: string[]) => ids.reduce((state, id) => withPane(state, pane(id)), noTerminals)
const three: Terminals = { ...tabs('a', 'b', 'c'), activeId: 'b' }
/** a beside d, then b and c */
const split = withPaneBeside(three, pane('d'), 'a', 'right')

const bar = (state: Terminals) => state.tabs.map(({ layout }) => paneIds(layout).join('+'))

describe('tabs', () => {
  it('open at the end and in front', () => {
    const state = withPane(three, pane('d'))
    expect(bar(state)).toEqual(['a', 'b', 'c', 'd'])
    expect(state.activeId).toBe('d')
  })
  it('show the next one when the active one closes, the one before at the end', () => {
    expect(withoutPaneOf(three, 'b').activeId).toBe('c')
    expect(withoutPaneOf({ ...three, activeId: 'c' }, 'c').activeId).toBe('b')
    expect(withoutPaneOf(three, 'a').activeId).toBe('b')
    expect(withoutPaneOf(tabs('a'), 'a')).toEqual(noTerminals)
  })
  it('are switched round the ends', () => {
    expect(neighbour({ ...three, activeId: 'c' }, 1)).toBe('a')
    expect(neighbour({ ...three, activeId: 'a' }, -1)).toBe('c')
    expect(neighbour(noTerminals, 1)).toBeNull()
  })
  it('are moved to any place of the bar', () => {
    expect(bar(tabMoved(three, 'a', 3))).toEqual(['b', 'c', 'a'])
    expect(bar(tabMoved(three, 'c', 0))).toEqual(['c', 'a', 'b'])
    expect(bar(tabMoved(three, 'b', 1))).toEqual(['a', 'b', 'c'])
    expect(bar(tabMoved(three, 'b', 2))).toEqual(['a', 'b', 'c'])
  })
})

describe('panes', () => {
  it('lie beside another in its tab, which is shown, and have the keyboard', () => {
    expect(bar(split)).toEqual(['a+d', 'b', 'c'])
    expect(split.activeId).toBe('a')
    expect(activePane(split)?.id).toBe('d')
  })
  it('give their place and the keyboard to the next', () => {
    const left = withoutPaneOf(split, 'd')
    expect(bar(left)).toEqual(['a', 'b', 'c'])
    expect(activePane(left)?.id).toBe('a')
    expect(activePane(withoutPaneOf(split, 'a'))?.id).toBe('d')
  })
  it('are moved between tabs; a tab that has none left goes', () => {
    expect(bar(paneMoved(split, 'd', 'c', 'left'))).toEqual(['a', 'b', 'd+c'])
    expect(bar(paneMoved(split, 'b', 'd', 'down'))).toEqual(['a+d+b', 'c'])
    expect(bar(paneMoved(split, 'd', 'a', 'left'))).toEqual(['d+a', 'b', 'c'])
    expect(paneMoved(split, 'd', 'd', 'left')).toBe(split)
    expect(paneMoved(split, 'd', 'gone', 'left')).toBe(split)
  })
  it('become tabs where they are dropped, also the one whose name the tab had', () => {
    expect(bar(paneToTab(split, 'd', 1))).toEqual(['a', 'd', 'b', 'c'])
    const first = paneToTab(split, 'a')
    expect(bar(first)).toEqual(['d', 'b', 'c', 'a'])
    expect(new Set(first.tabs.map(({ id }) => id)).size).toBe(4)
    expect(activePane(first)?.id).toBe('a')
  })
  it('join another tab all together', () => {
    const joined = tabMovedBeside(split, 'a', 'c', 'up')
    expect(bar(joined)).toEqual(['b', 'a+d+c'])
    expect(joined.activeId).toBe('c')
    expect(tabMovedBeside(split, 'a', 'd', 'up')).toBe(split)
  })
  it('keep their places on the page whatever is moved', () => {
    const order = (state: Terminals) => state.panes.map(({ id }) => id)
    expect(order(paneMoved(split, 'a', 'c', 'left'))).toEqual(order(split))
    expect(order(tabMovedBeside(split, 'a', 'c', 'up'))).toEqual(order(split))
  })
  it('fill their tab when zoomed, until another comes or they go', () => {
    const zoomed = zoomToggled(split)
    expect(zoomed.tabs[0]?.zoomed).toBe(true)
    expect(zoomToggled(zoomed).tabs[0]?.zoomed).toBe(false)
    expect(zoomToggled(three)).toBe(three)
    expect(withPaneBeside(zoomed, pane('e'), 'd', 'down').tabs[0]?.zoomed).toBe(false)
    expect(withoutPaneOf(zoomed, 'd').tabs[0]?.zoomed).toBe(false)
  })
  it('show their tab when they get the keyboard', () => {
    expect(focused(three, 'c').activeId).toBe('c')
    expect(focused(split, 'd')).toBe(split)
    expect(activePane(focused(split, 'a'))?.id).toBe('a')
  })
  it('that are gone stay gone when news of their session comes late', () => {
    expect(changedPane(withoutPaneOf(three, 'b'), 'b', { title: 'vim' }).panes).toHaveLength(2)
  })
})

describe('panes that get what is typed in any of them', () => {
  it('are chosen one by one', () => {
    const two = receiverToggled(receiverToggled(three, 'a'), 'c')
    expect(two.receivers).toEqual(['a', 'c'])
  })
  it('are none as soon as only one is left', () => {
    const two = { ...three, receivers: ['a', 'c'] }
    expect(receiverToggled(two, 'a').receivers).toEqual([])
    expect(withoutPaneOf(two, 'c').receivers).toEqual([])
  })
})
