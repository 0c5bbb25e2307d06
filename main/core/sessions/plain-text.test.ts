import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPlainText } from './plain-text.js'

function plain(...pieces: string[]): string {
  const text = createPlainText()
  return pieces.map((piece) => text.take(Buffer.from(piece))).join('') + text.end()
}

describe('what a terminal is sent, as text', () => {
  it.each([
    ['colours', '\x1b[1;31mred\x1b[0m plain\r\n', 'red plain\n'],
    ['titles and links', '\x1b]0;title\x07a\x1b]8;;https://a.example\x1b\\link\x1b]8;;\x1b\\\r\n', 'alink\n'],
    ['a typing mistake that is put right', 'lss\b\x1b[K -l\r\n', 'ls -l\n'],
    ['an insertion', 'ac\b\x1b[@b\r\n', 'abc\n'],
    ['a progress bar', '10%\r50%\r100%\r\n', '100%\n'],
    ['a line that the shell wraps', `$ ${'x'.repeat(30)} \ry\r\n`, `$ ${'x'.repeat(30)}y\n`],
    ['a line without an end', 'password: ', 'password:\n'],
    [
      'a full-screen program',
      'a\r\n\x1b[?1049h\x1b[Htext\r\n\x1b[?1049lb\r\n',
      'a\n[a full-screen program was here]\nb\n',
    ],
    ['one-byte controls', '\u009b31mred\u009b0m\u009dtitle\u009c\r\n', 'red\n'],
    ['tabs and umlauts', 'ä\tö\r\n', 'ä\tö\n'],
  ])('has %s', (_what, sent, text) => expect(plain(sent)).toBe(text))

  it('comes out the same however it arrives', () => {
    const parts = fc.constantFrom(
      ...[
        '\x1b[31m',
        '\x1b]0;t\x07',
        'ä',
        '漢',
        'abc',
        '\r\n',
        '\r',
        '\b',
        '\x1b[K',
        '\x1b(B',
        '\x1bP1$r\x1b\\',
        '\x1b[?1049h',
        '\x1b[?1049l',
      ],
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), fc.nat(), (some, seed) => {
        const bytes = Buffer.from(some.join(''))
        const at = bytes.length === 0 ? 0 : seed % bytes.length
        const whole = createPlainText()
        const cut = createPlainText()
        const expected = whole.take(bytes) + whole.end()
        expect(cut.take(bytes.subarray(0, at)) + cut.take(bytes.subarray(at)) + cut.end()).toBe(expected)
        expect(expected).not.toMatch(/(?![\t\n])\p{Cc}/u)
      }),
    )
  })

  it('keeps little of what never comes to an end', () => {
    const text = createPlainText()
    const half = Buffer.alloc(1_000_000, 'x')
    expect(text.take(half).length).toBeGreaterThan(900_000)
    expect(text.take(Buffer.from('\x1b]0;')).length).toBeLessThan(20_000)
    expect(text.take(half)).toBe('')
  })

  it('lets no program fill the memory by inserting blanks', () => {
    const text = createPlainText()
    const sent = Buffer.from('x\b\x1b[99999@'.repeat(5000))
    expect(text.take(sent).length + text.end().length).toBeLessThan(20_000)
    const lines = plain('x\b\x1b[99999@\r\n'.repeat(50))
    expect(lines.length).toBeLessThan(60_000)
  })
})
