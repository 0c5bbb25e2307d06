import { expect, it } from 'vitest'
import { phaseLines } from './phases.js'

it('shows how far connecting has come', () => {
  expect(phaseLines('handshake').map(({ state }) => state)).toEqual([
    'done',
    'done',
    'running',
    'waiting',
    'waiting',
    'waiting',
  ])
})

it('has not begun before the first phase', () => {
  expect(new Set(phaseLines(null).map(({ state }) => state))).toEqual(new Set(['waiting']))
})
