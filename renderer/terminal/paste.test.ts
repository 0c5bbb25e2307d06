import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asSeen, encodePaste, needsWarning, pieces, previewOf, readPaste, withoutLastBreak } from './paste.js'

describe('reading a paste', () => {
  it.each([
    ['7-bit end of bracketed paste', 'ls\x1b[201~rm -rf /\n', 'lsrm -rf /\n'],
    ['8-bit end of bracketed paste', 'ls\x9b201~rm', 'lsrm'],
    ['an end hidden in an end', 'a\x1b[20\x1b[201~1~b', 'a[201~b'],
    ['an end with a control character inside', 'a\x1b\x00[201~b', 'ab'],
    ['interrupt, escape, delete', 'a\x03\x1b[A\x7fb', 'a[Ab'],
  ])('takes out %s', (_name, clipboard, text) => {
    const paste = readPaste(clipboard)
    expect(paste.text).toBe(text)
    expect(paste.removed).toBeGreaterThan(0)
  })

  it('keeps tabs, umlauts and emoji, and makes every line end a newline', () => {
    const paste = readPaste('ä\t1\r\n🔑\rend')
    expect(paste).toEqual({ text: 'ä\t1\n🔑\nend', lines: ['ä\t1', '🔑', 'end'], removed: 0, hidden: 0 })
  })

  it('never lets a bracketed paste end early', () => {
    const nasty = fc.string({ unit: fc.constantFrom('\x1b', '\x9b', '[', '2', '0', '1', '~', '\n', 'x') })
    fc.assert(
      fc.property(nasty, (clipboard) => {
        const sent = encodePaste(readPaste(clipboard), true)
        expect(sent.startsWith('\x1b[200~') && sent.endsWith('\x1b[201~')).toBe(true)
        expect(sent.slice(6, -6)).not.toMatch(/(?!\r)\p{Cc}/u)
      }),
    )
  })
})

describe('warning', () => {
  it('comes for several lines and for a line that would run at once', () => {
    expect(needsWarning(readPaste('one\ntwo'))).toBe(true)
    expect(needsWarning(readPaste('reboot\n'))).toBe(true)
    expect(needsWarning(readPaste('one word'))).toBe(false)
    expect(needsWarning(readPaste('echo \x1b[31mred'))).toBe(true)
  })
  it('comes for what is not seen, and shows it', () => {
    const paste = readPaste('sudo \u202ehs.kcatta\u2066 \u200b# 👩‍💻')
    expect(paste.hidden).toBe(3)
    expect(needsWarning(paste)).toBe(true)
    expect(asSeen(paste.text)).toBe('sudo ‹U+202E›hs.kcatta‹U+2066› ‹U+200B›# 👩‍💻')
    expect(withoutLastBreak(readPaste('a\nb\n\n')).text).toBe('a\nb')
  })
  it('comes for very much in one line, of which the beginning is shown, and how much is not', () => {
    const { lines, ...paste } = readPaste('x'.repeat(200_000))
    expect(needsWarning({ lines, ...paste })).toBe(true)
    expect(previewOf(lines, 200, 400)).toBe(`${'x'.repeat(400)} … and 199,600 more characters`)
    expect(previewOf(['short', 'abc', 'd'], 2, 2)).toBe(
      'sh … and 3 more characters\nab … and 1 more character\n… and 1 more line',
    )
  })
  it('counts lines as a person does', () => {
    expect(readPaste('one\ntwo\n').lines).toHaveLength(2)
  })
})

describe('sending', () => {
  it('types newlines as Enter', () => {
    expect(encodePaste(readPaste('a\nb\n'), false)).toBe('a\rb\r')
  })
  it('cuts into pieces that make the whole again and never half a character', () => {
    const units = fc.string({ unit: 'grapheme', maxLength: 200 })
    fc.assert(
      fc.property(units, fc.integer({ min: 2, max: 9 }), (text, size) => {
        const parts = [...pieces(text, size)]
        expect(parts.join('')).toBe(text)
        for (const part of parts) expect(part).not.toMatch(/\p{Cs}/u)
      }),
    )
  })
})
