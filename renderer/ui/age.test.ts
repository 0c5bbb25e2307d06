import { describe, expect, it } from 'vitest'
import { ageText } from './age.js'

const now = Date.parse('2026-07-04T12:00:00.000Z')

describe('ageText', () => {
  it.each([
    ['2026-07-04T11:59:30.000Z', 'just now'],
    ['2026-07-04T11:57:00.000Z', '3 min ago'],
    ['2026-07-04T07:00:00.000Z', '5 h ago'],
    ['2026-07-01T12:00:00.000Z', '3 days ago'],
  ])('says of %s: %s', (since, words) => {
    expect(ageText(since, now)).toBe(words)
  })

  it('takes a clock that runs ahead for just now', () => {
    expect(ageText('2026-07-04T12:05:00.000Z', now)).toBe('just now')
  })
})
