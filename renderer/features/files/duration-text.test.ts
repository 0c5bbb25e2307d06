import { describe, expect, it } from 'vitest'
import { durationText } from './duration-text.js'

describe('times', () => {
  it.each([
    [0.2, '1 s'],
    [59.4, '59 s'],
    [125, '2 min 5 s'],
    [3600, '1 h 0 min'],
    [90_000, '1 day 1 h'],
  ])('%d is %s', (seconds, text) => expect(durationText(seconds)).toBe(text))
})
