import { describe, expect, it } from 'vitest'
import { durationText, sizeText } from './size-text.js'

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1540, '1.5 kB'],
    [9949, '9.9 kB'],
    [9950, '10 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [2_147_483_648, '2.1 GB'],
    [9_007_199_254_740_991, '9.0 PB'],
  ])('%d is %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))
})

describe('times', () => {
  it.each([
    [0.2, '1 s'],
    [59.4, '59 s'],
    [125, '2 min 5 s'],
    [3600, '1 h 0 min'],
    [90_000, '1 day 1 h'],
  ])('%d is %s', (seconds, text) => expect(durationText(seconds)).toBe(text))
})
