import { expect, it } from 'vitest'
import { keysWords, reasonWords } from './copy-words.js'

it('says why a copy was kept, also one that does not say it itself', () => {
  expect(reasonWords({ setAside: false, reason: 'restore' })).toBe('Before a backup was restored')
  expect(reasonWords({ setAside: false, reason: null })).toBe('Kept by an earlier Latchkey')
  expect(reasonWords({ setAside: true, reason: null })).toBe('A vault that was set aside')
})

it('counts key pairs', () => {
  expect([null, 0, 1, 2].map((keys) => keysWords({ keys }))).toEqual([
    'can’t be read',
    '0 key pairs',
    '1 key pair',
    '2 key pairs',
  ])
})
