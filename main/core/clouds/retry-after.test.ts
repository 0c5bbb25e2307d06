import { expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.js'

const now = Date.UTC(2026, 0, 1)

it.each([
  ['3', 3_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', null],
  ['', null],
])('Retry-After: %s is a pause of %s ms', (header, pause) => {
  expect(retryAfterMs(new Headers({ 'retry-after': header }), now)).toBe(pause)
})

it('is null where the answer names none', () => {
  expect(retryAfterMs(new Headers(), now)).toBeNull()
})
