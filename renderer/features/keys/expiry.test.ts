import { describe, expect, it } from 'vitest'
import { daysLeft, expired, expiryMark, localDay, timeInBin } from './expiry.js'

const now = new Date(2026, 6, 4, 12).getTime()

describe('expiryMark', () => {
  it.each([
    ['2026-07-03', 'expired'],
    ['2026-07-04', 'expires today'],
    ['2026-07-05', 'expires in 1 day'],
    ['2026-07-18', 'expires in 14 days'],
  ])('says of %s: %s', (day, words) => {
    expect(expiryMark(day, now)?.words).toBe(words)
  })

  it('keeps quiet about what is far away and about keys without a date', () => {
    expect(expiryMark('2026-07-19', now)).toBeNull()
    expect(expiryMark(null, now)).toBeNull()
  })
})

it('counts the last day as a day of use', () => {
  expect(expired('2026-07-04', localDay(now))).toBe(false)
  expect(expired('2026-07-03', localDay(now))).toBe(true)
})

it('counts the days left in the bin', () => {
  const left = (days: number) => daysLeft(new Date(now + days * 86_400_000).toISOString(), now)
  expect(left(29.99)).toBe('30 days')
  expect(left(2.2)).toBe('2 days')
  expect(left(1)).toBe('1 day')
  expect(left(0.9)).toBe('less than a day')
})

it('says of one that the bin keeps when its days are over that they are, not that some are left', () => {
  const at = (days: number) => timeInBin(new Date(now + days * 86_400_000).toISOString(), now)
  expect([at(2.2), at(0.9), at(0), at(-40)]).toEqual(['2 days', 'less than a day', 'over', 'over'])
})
