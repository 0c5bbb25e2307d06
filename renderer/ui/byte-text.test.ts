import { afterEach, expect, it } from 'vitest'
import { speak } from '../../contract/words/say.js'
import { byteText } from './byte-text.js'

afterEach(() => speak('en', {}))

it.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1540, '1.5 kB'],
  [9_949, '9.9 kB'],
  [9_950, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [12_345_678_901, '12 GB'],
  [9_007_199_254_740_991, '9.0 PB'],
])('%i bytes are %s', (bytes, text) => {
  expect(byteText(bytes)).toBe(text)
})

it('says them in the language that is spoken', () => {
  speak('ru', { '{0} B': '{0} Б' })
  expect([820, 1540, 35_000_000].map((bytes) => byteText(bytes).replace(/\s/, ' '))).toEqual([
    '820 Б',
    '1,5 кБ',
    '35 МБ',
  ])
})
