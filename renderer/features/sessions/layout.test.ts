import { describe, expect, it } from 'vitest'
import {
  besidePane,
  dividers,
  edgeAt,
  type Layout,
  paneIds,
  paneRects,
  paneTowards,
  withoutPane,
  withRatio,
} from './layout.js'

/** a | b over c */
const three: Layout = {
  direction: 'right',
  ratio: 0.5,
  first: 'a',
  second: { direction: 'down', ratio: 0.25, first: 'b', second: 'c' },
}

describe('a layout of panes', () => {
  it('is split on each side of a pane', () => {
    expect(besidePane('a', 'a', 'right', 'b')).toEqual({
      direction: 'right',
      ratio: 0.5,
      first: 'a',
      second: 'b',
    })
    expect(besidePane('a', 'a', 'left', 'b')).toEqual({
      direction: 'right',
      ratio: 0.5,
      first: 'b',
      second: 'a',
    })
    expect(paneIds(besidePane(three, 'b', 'up', 'd'))).toEqual(['a', 'd', 'b', 'c'])
    expect(paneIds(besidePane(three, 'c', 'down', three))).toEqual(['a', 'b', 'c', 'a', 'b', 'c'])
    expect(besidePane(three, 'gone', 'up', 'd')).toEqual(three)
  })
  it('closes up where a pane goes', () => {
    expect(withoutPane(three, 'a')).toEqual({ direction: 'down', ratio: 0.25, first: 'b', second: 'c' })
    expect(withoutPane(three, 'b')).toEqual({ direction: 'right', ratio: 0.5, first: 'a', second: 'c' })
    expect(withoutPane('a', 'a')).toBeNull()
    expect(withoutPane(three, 'gone')).toEqual(three)
  })
  it('fills the whole, and no two panes overlap', () => {
    const rects = paneRects(three)
    expect(rects.get('a')).toEqual({ x: 0, y: 0, width: 0.5, height: 1 })
    expect(rects.get('b')).toEqual({ x: 0.5, y: 0, width: 0.5, height: 0.25 })
    expect(rects.get('c')).toEqual({ x: 0.5, y: 0.25, width: 0.5, height: 0.75 })
  })
  it('has a divider for each split, which moves within bounds', () => {
    expect(dividers(three).map(({ path, direction }) => [path.join(), direction])).toEqual([
      ['', 'right'],
      ['second', 'down'],
    ])
    expect(paneRects(withRatio(three, ['second'], 0.5)).get('c')?.height).toBe(0.5)
    expect(paneRects(withRatio(three, [], 0)).get('a')?.width).toBe(0.1)
    expect(paneRects(withRatio(three, [], 7)).get('a')?.width).toBe(0.9)
    expect(withRatio('a', ['first'], 0.3)).toBe('a')
  })
  it('is walked through by direction, along the middle of the pane', () => {
    expect(paneTowards(three, 'a', 'right')).toBe('c')
    expect(paneTowards(three, 'b', 'left')).toBe('a')
    expect(paneTowards(three, 'b', 'down')).toBe('c')
    expect(paneTowards(three, 'c', 'up')).toBe('b')
    expect(paneTowards(three, 'a', 'up')).toBeNull()
    expect(paneTowards(three, 'c', 'right')).toBeNull()
  })
  it('finds neighbours in splits of many', () => {
    let row: Layout = 'p0'
    for (let n = 1; n < 7; n++) row = besidePane(row, `p${n - 1}`, 'right', `p${n}`)
    for (let n = 0; n < 6; n++) expect(paneTowards(row, `p${n}`, 'right')).toBe(`p${n + 1}`)
    for (let n = 6; n > 0; n--) expect(paneTowards(row, `p${n}`, 'left')).toBe(`p${n - 1}`)
  })
})

it('a point in a pane belongs to its nearest edge', () => {
  expect(edgeAt(0.1, 0.5)).toBe('left')
  expect(edgeAt(0.9, 0.5)).toBe('right')
  expect(edgeAt(0.5, 0.1)).toBe('up')
  expect(edgeAt(0.4, 0.95)).toBe('down')
})
