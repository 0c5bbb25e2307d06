import { expect, it } from 'vitest'
import { systemClock } from './clock.js'

it('ends a sleep with the reason of the signal', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const sleeping = systemClock.sleep(60_000, controller.signal)
  controller.abort(reason)
  await expect(sleeping).rejects.toBe(reason)
  await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason)
})

it('sleeps no shorter than asked', async () => {
  const begun = performance.now()
  await systemClock.sleep(30)
  expect(performance.now() - begun).toBeGreaterThanOrEqual(28)
})
