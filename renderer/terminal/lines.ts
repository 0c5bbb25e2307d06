import type { IBuffer, IBufferLine } from '@xterm/xterm'

/** More rows than anyone reads as one line: what a hostile program wraps without end is cut into such pieces. */
const MAX_ROWS = 2000

/** A line as a program wrote it, which may be wrapped onto several rows. */
export interface LogicalLine {
  text: string
  /** The first row that it is on, counted from the top of the scrollback. */
  first: number
  rows: number
}

/** Cells beside each other on one row. */
export interface Span {
  row: number
  x: number
  width: number
}

/** The line that a row is part of; null where there is no such row. */
export function lineAt(buffer: IBuffer, row: number): LogicalLine | null {
  if (buffer.getLine(row) === undefined) return null
  let first = row
  while (row - first < MAX_ROWS && buffer.getLine(first)?.isWrapped === true && first > 0) first--
  let text = ''
  let rows = 0
  for (;;) {
    const line = buffer.getLine(first + rows)
    if (line === undefined || (rows > 0 && (!line.isWrapped || rows > MAX_ROWS))) break
    text += rowText(line, buffer.getLine(first + rows + 1))
    rows++
  }
  return { text, first, rows }
}

/** Where a part of a line's text is on the screen; `start` and `end` count UTF-16 units. */
export function spansOf(buffer: IBuffer, first: number, start: number, end: number): Span[] {
  const spans: Span[] = []
  let at = 0
  for (let row = first; at < end; row++) {
    const line = buffer.getLine(row)
    if (line === undefined || (row > first && !line.isWrapped)) break
    const length = rowText(line, buffer.getLine(row + 1)).length
    if (at + length > start) addSpan(spans, line, row, start - at, Math.min(end - at, length))
    at += length
  }
  return spans
}

function addSpan(spans: Span[], line: IBufferLine, row: number, start: number, end: number): void {
  let at = 0
  let from = -1
  let x = 0
  for (; x < line.length && at < end; x++) {
    const cell = line.getCell(x)
    if (cell === undefined || cell.getWidth() === 0) continue
    const next = at + (cell.getChars().length || 1)
    if (from < 0 && next > start) from = x
    at = next
    if (at >= end) {
      x += cell.getWidth()
      break
    }
  }
  if (from >= 0) spans.push({ row, x: from, width: Math.max(1, x - from) })
}

/** A row that goes on keeps its blanks; but not the cell that was left empty because a wide character had no room. */
function rowText(line: IBufferLine, next: IBufferLine | undefined): string {
  if (next?.isWrapped !== true) return line.translateToString(true)
  const text = line.translateToString(false)
  const gap = line.getCell(line.length - 1)?.getChars() === '' && next.getCell(0)?.getWidth() === 2
  return gap && line.getCell(line.length - 1)?.getWidth() !== 0 ? text.slice(0, -1) : text
}
