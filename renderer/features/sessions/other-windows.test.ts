import { expect, it } from 'vitest'
import { withWindow } from './other-windows.js'

it('has a window once that has answered twice, as it is now', () => {
  const first = withWindow([], { id: 'a', names: ['web-1'] })
  const both = withWindow(first, { id: 'b', names: [] })
  expect(withWindow(both, { id: 'a', names: ['web-1', 'db-2'] })).toEqual([
    { id: 'a', names: ['web-1', 'db-2'] },
    { id: 'b', names: [] },
  ])
})
