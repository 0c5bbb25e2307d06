import type { IBuffer } from '@xterm/xterm'
import { describe, expect, it } from 'vitest'
import { lineAt, spansOf } from './lines.js'

const COLS = 6

/** A buffer as xterm.js would have it: wide characters take two cells, of which the second has no width. */
function buffer(...rows: { text: string; isWrapped?: boolean }[]): IBuffer {
  const lines = rows.map(({ text, isWrapped = false }) => {
    const cells = [...text].flatMap((character) =>
      /\p{Script=Han}/u.test(character) ? [cell(character, 2), cell('', 0)] : [cell(character, 1)],
    )
    while (cells.length < COLS) cells.push(cell('', 1))
    const whole = cells.map(({ chars, width }) => (width === 0 ? '' : chars || ' ')).join('')
    return {
      isWrapped,
      length: COLS,
      getCell: (x: number) => cells[x],
      translateToString: (trim: boolean) => (trim ? whole.trimEnd() : whole),
    }
  })
  return { length: lines.length, getLine: (row: number) => lines[row] } as unknown as IBuffer
}

function cell(chars: string, width: number) {
  return { chars, width, getChars: () => chars, getWidth: () => width }
}

describe('a line that is wrapped onto several rows', () => {
  const wrapped = buffer(
    { text: 'first' },
    { text: 'abcdef' },
    { text: 'ghi', isWrapped: true },
    { text: 'end' },
  )

  it('is one text, whichever row is asked for', () => {
    const line = { text: 'abcdefghi', first: 1, rows: 2 }
    expect(lineAt(wrapped, 1)).toEqual(line)
    expect(lineAt(wrapped, 2)).toEqual(line)
    expect(lineAt(wrapped, 3)).toEqual({ text: 'end', first: 3, rows: 1 })
    expect(lineAt(wrapped, 4)).toBeNull()
  })
  it('has parts on more than one row', () => {
    expect(spansOf(wrapped, 1, 4, 8)).toEqual([
      { row: 1, x: 4, width: 2 },
      { row: 2, x: 0, width: 2 },
    ])
    expect(spansOf(wrapped, 1, 0, 2)).toEqual([{ row: 1, x: 0, width: 2 }])
  })
})

it('counts wide characters as two cells, and leaves out the cell where one had no room', () => {
  const wide = buffer({ text: 'a漢字' }, { text: '漢b', isWrapped: true })
  expect(lineAt(wide, 0)?.text).toBe('a漢字漢b')
  expect(spansOf(wide, 0, 2, 4)).toEqual([
    { row: 0, x: 3, width: 2 },
    { row: 1, x: 0, width: 2 },
  ])
})
