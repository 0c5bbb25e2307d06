import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createHistory } from './terminal-history.js'
import { createModes } from './terminal-modes.js'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const of = (words: string) => Buffer.from(words)

it('keeps the newest output in order, however small the pieces, and each byte once', () => {
  const history = createHistory(40_000)
  const whole = Array.from({ length: 20_000 }, (_, n) => `line ${n}\n`).join('')
  for (let at = 0; at < whole.length; at += 7) {
    const from = Math.max(0, at - 3) // what a stream that broke is sent again
    history.add(of(whole.slice(from, at + 7)), from)
  }
  expect(history.end()).toBe(whole.length)
  const kept = text(history.replay())
  expect(whole.endsWith(kept)).toBe(true)
  expect(kept.length).toBeGreaterThanOrEqual(40_000)
  expect(kept.length).toBeLessThan(40_000 + 2 * 16 * 1024)
})

it('is all of a short output, and nothing once it is forgotten', () => {
  const history = createHistory()
  expect(history.replay()).toHaveLength(0)
  history.add(of('hello'), 0)
  expect(text(history.replay())).toBe('hello')
  history.forget()
  expect(history.replay()).toHaveLength(0)
})

it('begins with the modes that what is gone has set', () => {
  const history = createHistory(16 * 1024)
  const vim = '\x1b[?1049h\x1b[?1h\x1b=\x1b[?2004h\x1b[1;30r\x1b[?1;1000h\x1b[?25l'
  history.add(of(vim), 0)
  history.add(of('é'.repeat(40_000)), vim.length)
  const kept = Buffer.from(history.replay()).toString()
  expect(kept).toMatch(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what sequences begin with
    /^\x1b\[\?1049h\x1b=\x1b\[\?2004h\x1b\[1;30r\x1b\[\?1h\x1b\[\?1000h\x1b\[\?25lé+$/,
  )
})

it.each([
  ['the newest of each counts', '\x1b[?25l\x1b[?25h\x1b[4h', '\x1b[?25h\x1b[4h'],
  ['the other screen has other margins', '\x1b[5;9r\x1b[?1049h', '\x1b[?1049h'],
  ['a full reset leaves nothing', '\x1b[?1049h\x1b[?2004h\x1bc', ''],
  ['a soft reset leaves the screen', '\x1b[?1049h\x1b[4h\x1b=\x1b[!p', '\x1b[?1049h'],
  ['line drawing and the cursor', '\x1b(0\x1b[5 q', '\x1b(0\x1b[5 q'],
  ['a sequence that is cut off goes on', 'abc\x1b[38;5;1', '\x1b[38;5;1'],
  ['so does its first character', 'abc\x1b', '\x1b'],
  ['a title that is cut off is nobody’s', 'abc\x1b]0;tit', '\x1b]9999;'],
  ['one that has ended is gone', '\x1b]0;title\x07abc', ''],
  ['colours are no modes', '\x1b[31mred\x1b[0m', ''],
])('%s', (_what, output, prelude) => {
  const modes = createModes()
  modes.pass(of(output))
  expect(text(modes.prelude())).toBe(prelude)
})

it('knows the same wherever output is cut', () => {
  const part = fc.constantFrom(
    '\x1b[?1049h',
    '\x1b[?25l',
    '\x1b[1;5r',
    '\x1b]0;t\x07',
    '\x1b]8;;x\x1b\\',
    'text',
    '\x1b[m',
    '\x1b=',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.nat(), (parts, place) => {
      const bytes = of(parts.join(''))
      const cut = bytes.length === 0 ? 0 : place % bytes.length
      const [whole, pieces] = [createModes(), createModes()]
      whole.pass(bytes)
      pieces.pass(bytes.subarray(0, cut))
      pieces.pass(bytes.subarray(cut))
      expect(text(pieces.prelude())).toBe(text(whole.prelude()))
    }),
  )
})
