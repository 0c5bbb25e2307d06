import { expect, it } from 'vitest'
import { unfinishedEnd } from './unfinished.js'

const utf8 = new TextEncoder()
const end = (bytes: Uint8Array) => new TextDecoder('latin1').decode(unfinishedEnd(bytes))

it.each([
  '\x1b',
  '\x1b[',
  '\x1b[38;5;1',
  '\x1b[?20',
  '\x1b(',
  '\x1b]0;half a tit',
  '\x1bP$q',
  '\x1b]8;;https://exa',
])('finds the sequence %j that is cut off', (cut) =>
  expect(end(utf8.encode(`text \x1b[1mbold\x1b[0m ${cut}`))).toBe(cut),
)

it.each([
  '',
  'text',
  '\x1b[0m',
  '\x1b[31mred',
  '\x1b]0;title\x07',
  '\x1b]0;title\x1b\\',
  '\x1b7',
  '\x1b(B',
  '日本',
  'ü',
])('finds nothing after %j', (whole) => expect(end(utf8.encode(whole))).toBe(''))

it('finds a character that is cut off, wherever it is cut', () => {
  for (const character of ['ü', '日', '👍']) {
    const bytes = utf8.encode(character)
    for (let length = 1; length < bytes.length; length++) {
      const cut = bytes.slice(0, length)
      expect(unfinishedEnd(new Uint8Array([65, ...cut]))).toEqual(cut)
    }
  }
})
