import { expect, it } from 'vitest'
import { handClock } from '../../../test/helpers/hand-clock.js'
import { createTimeLimit, TimeUp } from './time-limit.js'

it('aborts when the time is up, not counting pauses', () => {
  const clock = handClock()
  const limit = createTimeLimit(clock)
  limit.start(1_000)
  clock.pass(600)
  limit.pause()
  clock.pass(100_000)
  limit.resume()
  clock.pass(399)
  return Promise.resolve()
    .then(() => {
      expect(limit.signal.aborted).toBe(false)
      clock.pass(1)
    })
    .then(() => {
      expect(limit.signal.reason).toBeInstanceOf(TimeUp)
      expect(limit.signal.reason.ms).toBe(1_000)
    })
})

it('starts anew with each start, and never fires after its end', async () => {
  const clock = handClock()
  const limit = createTimeLimit(clock)
  limit.start(1_000)
  clock.pass(900)
  limit.start(1_000)
  clock.pass(900)
  await Promise.resolve()
  limit.end()
  clock.pass(10_000)
  await Promise.resolve()
  expect(limit.signal.aborted).toBe(false)
  expect(clock.waiting()).toBe(0)
})

it("hands on the caller's abort with its reason", () => {
  const outer = new AbortController()
  const limit = createTimeLimit(handClock(), outer.signal)
  limit.start(1_000)
  outer.abort('why')
  expect(limit.signal.reason).toBe('why')
})

it('does not mind that the clock is set while a person is asked, forward or back', async () => {
  for (const jump of [3_600_000, -3_600_000]) {
    const clock = handClock()
    const limit = createTimeLimit(clock)
    limit.start(1_000)
    clock.pass(600)
    clock.set(jump)
    limit.pause()
    limit.resume()
    clock.pass(399)
    await Promise.resolve()
    expect(limit.signal.aborted).toBe(false)
    clock.pass(1)
    await Promise.resolve()
    expect(limit.signal.aborted).toBe(true)
  }
})
