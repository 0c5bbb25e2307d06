import type { IBufferCell } from '@xterm/xterm'
import { expect, it } from 'vitest'
import { PICTURE } from './picture.js'
import { createScreen } from './screen.js'

const SIZE = { cols: 40, rows: 12 }

it('a screen of all that is drawn is as it was', async () => {
  const screen = await createScreen(SIZE)
  await screen.write(PICTURE)
  const rows = Array.from({ length: SIZE.rows }, (_, at) => [
    screen.term.buffer.active.getLine(at)?.translateToString(true) ?? '',
    runs(Array.from({ length: SIZE.cols }, (_, column) => looks(screen.cell(at + 1, column + 1)))),
  ])
  const dump = `${rows.flat().join('\n')}\ncursor ${screen.cursor().join(';')}\n`
  await expect(dump).toMatchFileSnapshot('./picture.txt')
})

/** As `columns=looks`, for those beside each other that look the same; plain ones are left out. */
function runs(cells: string[]): string {
  const starts = cells.map((_, at) => at).filter((at) => cells[at] !== cells[at - 1])
  return starts
    .map((start, at) => ({ start, end: (starts[at + 1] ?? cells.length) - 1, how: cells[start] ?? '' }))
    .filter(({ how }) => how !== '')
    .map(({ start, end, how }) => `  ${start + 1}${end > start ? `-${end + 1}` : ''}=${how}`)
    .join('')
}

function looks(cell: IBufferCell): string {
  const marks = {
    bold: cell.isBold(),
    dim: cell.isDim(),
    italic: cell.isItalic(),
    under: cell.isUnderline(),
    inverse: cell.isInverse(),
    struck: cell.isStrikethrough(),
  }
  const set = Object.entries(marks).flatMap(([name, is]) => (is ? [name] : []))
  const colour = (rgb: boolean, palette: boolean, value: number) =>
    rgb ? [`#${value.toString(16).padStart(6, '0')}`] : palette ? [String(value)] : []
  const front = colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()).map((value) => `f${value}`)
  const back = colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()).map((value) => `b${value}`)
  const width = cell.getWidth() === 1 ? [] : [`w${cell.getWidth()}`]
  return [...set, ...front, ...back, ...width].join(',')
}
