import { describe, expect, it } from 'vitest'
import { createScreen } from './screen.js'

/** What stands in each cell of the first row; a cell that the one before it covers too has nothing. */
async function cells(text: string): Promise<string[]> {
  const screen = await createScreen({ cols: 40 })
  await screen.write(text)
  const [, column = 1] = screen.cursor()
  return Array.from({ length: column - 1 }, (_, at) => screen.cell(1, at + 1).getChars())
}

/** Measured with wcwidth of glibc 2.36, which bash, vim and tmux go by. */
describe('as many columns as the programs of a server reckon with', () => {
  it.each([
    ['a combining mark', 'e\u0301', 1],
    ['Han', '漢字', 4],
    ['Hangul', '한국', 4],
    ['Hangul in parts', '\u1112\u1161\u11ab', 2],
    ['Thai', 'กำ', 2],
    ['Devanagari', 'नि', 2],
    ['halfwidth Katakana', 'ｶﾞ', 2],
    ['a flag', '🇪🇺', 2],
    ['half a flag more', '🇪🇺🇩', 3],
    ['a keycap', '1\ufe0f\u20e3', 1],
    ['a heart as an emoji', '❤\ufe0f', 1],
    ['a watch as text', '⌚\ufe0e', 2],
    ['a new emoji', '\u{1fae0}', 2],
    ['a flag of tags', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', 2],
    ['a space of no width', 'a\u200bb', 2],
    ['a change of direction', 'a\u202eb', 2],
    ['ambiguous ones', '±α', 2],
    ['frames', '│├─', 3],
  ])('%s', async (_what, text, columns) => {
    expect(await cells(text)).toHaveLength(columns)
  })
})

describe('one character in one place', () => {
  it.each(['👩‍💻', '👨‍👩‍👧‍👦', '👨🏻‍👩🏼‍👧🏽‍👦🏿', '🏃‍♂️', '👍🏽', '🇪🇺', '漢'])('%s', async (text) => {
    expect(await cells(text)).toEqual([text, ''])
  })
  it.each(['e\u0301', '❤\ufe0f', '1\ufe0f\u20e3', 'בְּ֭', 'ཧྐྵྨླྺྼྻྂ'])('%s', async (text) => {
    expect(await cells(text)).toEqual([text])
  })
  it('also when it comes in pieces, and what follows stands alone', async () => {
    const screen = await createScreen()
    for (const part of ['👩', '\u200d', '💻', 'x', '🇪', '🇺', 'y']) await screen.write(part)
    expect(screen.text()).toBe('👩‍💻x🇪🇺y')
    expect(screen.cursor()).toEqual([1, 7])
  })
})

it('a wide one that finds one column left goes to the next line', async () => {
  const screen = await createScreen({ cols: 5 })
  await screen.write('abcd漢')
  expect(screen.text()).toBe('abcd\n漢')
  expect(screen.cursor()).toEqual([2, 3])
})
