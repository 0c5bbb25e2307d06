import { type IBufferCell, Terminal } from '@xterm/xterm'
import { vi } from 'vitest'
import { limitSequences } from '../../renderer/terminal/limits.js'

/** A terminal without a window: the parser and the screen that Latchkey's terminals have, with their limits and widths. */
export async function createScreen({ cols = 20, rows = 6, scrollback = 100 } = {}) {
  const term = new Terminal({ allowProposedApi: true, cols, rows, scrollback })
  limitSequences(term)
  const { setWidths } = await loadWidths()
  setWidths(term)
  const write = (data: string | Uint8Array) => new Promise<void>((resolve) => term.write(data, resolve))
  const row = (at: number) => term.buffer.active.getLine(term.buffer.active.baseY + at)
  return {
    term,
    write,
    /** The screen's rows as text, without the blanks at their ends; empty ones at its end are left out. */
    text: () =>
      Array.from({ length: term.rows }, (_, at) => row(at)?.translateToString(true) ?? '')
        .join('\n')
        .trimEnd(),
    cursor: () => [term.buffer.active.cursorY + 1, term.buffer.active.cursorX + 1],
    cell: (line: number, column: number): IBufferCell => {
      const cell = row(line - 1)?.getCell(column - 1)
      if (cell === undefined) throw new Error(`There is no cell ${line};${column}.`)
      return cell
    },
  }
}

/** In Node the grapheme addon takes its table out of a pooled Buffer at the wrong place; without Buffer it does as in a window. */
async function loadWidths() {
  vi.stubGlobal('Buffer', undefined)
  try {
    return await import('../../renderer/terminal/widths.js')
  } finally {
    vi.unstubAllGlobals()
  }
}
