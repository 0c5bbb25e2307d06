import { expect, it } from 'vitest'
import { asksFirst, isTyped } from './broadcast.js'

const utf8 = new TextEncoder()

it.each([
  'a',
  'ls\r',
  '\x03',
  '\x1b',
  '\x1bb',
  '\x1b[A',
  '\x1bOA',
  '\x1b[1;5C',
  '\x1b[3~',
  '\x1b[200~two\x1b[201~',
  'ü',
])('%j is typed by a person', (text) => expect(isTyped(utf8.encode(text))).toBe(true))

it.each([
  ['where the cursor is', '\x1b[12;40R'],
  ['what the terminal is', '\x1b[?1;2c'],
  ['what the terminal is, in more words', '\x1b[>0;276;0c'],
  ['that all is well', '\x1b[0n'],
  ['a mode', '\x1b[?2004;1$y'],
  ['the size', '\x1b[8;24;80t'],
  ['the mouse', '\x1b[<0;10;20M'],
  ['the mouse, in the old way', '\x1b[M !!'],
  ['that the focus came', '\x1b[I'],
  ['a colour', '\x1b]11;rgb:1515/1717/1b1b\x1b\\'],
  ['a setting', '\x1bP1$r0m\x1b\\'],
])('an answer that tells %s is for the program that asked', (_what, text) =>
  expect(isTyped(utf8.encode(text))).toBe(false),
)

it('asks before typing goes to several panes of which one is production, and not again while it does', () => {
  const asks = (before: string[], after: string[]) => asksFirst(before, after, (id) => id === 'prod')
  expect(asks([], ['a', 'prod'])).toBe(true)
  expect(asks(['prod'], ['prod', 'a'])).toBe(true)
  expect(asks(['a', 'b'], ['a', 'b', 'prod'])).toBe(true)
  expect(asks([], ['a', 'b'])).toBe(false)
  expect(asks([], ['prod'])).toBe(false)
  expect(asks(['a', 'prod'], ['a', 'prod', 'b'])).toBe(false)
  expect(asks(['a', 'b', 'prod'], ['a', 'prod'])).toBe(false)
})
