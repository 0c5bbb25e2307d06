import { expect, it } from 'vitest'
import { BELL_PAUSE_MS, calmBell } from './bell.js'

it('rings at once, and then no more often than it should', () => {
  let now = 1000
  let rung = 0
  const ring = calmBell(
    () => rung++,
    () => now,
  )
  for (let times = 0; times < 1000; times++) ring()
  expect(rung).toBe(1)
  now += BELL_PAUSE_MS
  ring()
  expect(rung).toBe(2)
})
