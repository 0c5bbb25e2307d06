import { expect, it } from 'vitest'
import { createUtf8 } from './utf8.js'

it.each([
  ['Latin-1', [0x63, 0x61, 0x66, 0xe9, 0x20], 'caf\ufffd '],
  ['a byte that never is', [0x41, 0xff, 0x42], 'A\ufffdB'],
  ['a character that breaks off, as one mark', [0x41, 0xf0, 0x9f, 0x98, 0x42], 'A\ufffdB'],
  ['a slash written too long', [0x2e, 0xc0, 0xaf], '.\ufffd\ufffd'],
  ['half of a pair', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
])('%s is drawn as not understood', (_what, bytes, text) =>
  expect(createUtf8().of(Uint8Array.from(bytes))).toBe(text),
)

it('characters that are cut between two pieces are whole', () => {
  const utf8 = createUtf8()
  const bytes = new TextEncoder().encode('a😀ü€')
  expect(Array.from(bytes, (byte) => utf8.of(Uint8Array.of(byte))).join('')).toBe('a😀ü€')
  expect(utf8.end()).toBe('')
})

it('one that is cut off at the end is marked, and what comes later begins anew', () => {
  const utf8 = createUtf8()
  expect(utf8.of(Uint8Array.of(0x61, 0xe2, 0x82))).toBe('a')
  expect(utf8.end()).toBe('\ufffd')
  expect(utf8.of(Uint8Array.of(0x62))).toBe('b')
})
