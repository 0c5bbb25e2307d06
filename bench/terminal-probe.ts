import type { Page } from '@playwright/test'
import type { Terminal } from '@xterm/xterm'

/** Lives in the page as `window.latchkeyProbe`; the same in every page that has an xterm.js terminal. */
interface Probe {
  terminals: Terminal[]
  /** Which of them is measured; the last one that was made if nobody says. */
  chosen: number | null
  size(): { cols: number; rows: number }
  /** How many lines it keeps, those on the screen too. */
  lines(): number
  resize(cols: number, rows: number): void
  /** Types a line; resolves to the milliseconds until `marker` stands painted in the cursor's line. */
  run(line: string, marker: string): Promise<number>
  /** The next key starts the clock, `marker` painted in the cursor's line stops it. */
  awaitMarker(marker: string): void
  /** The next key starts the clock; painting what came before the server's next ANSWER stops it. */
  awaitAnswer(): void
  /** The milliseconds of what is awaited. */
  painted(): Promise<number>
  /** Resolves when so many lines more were written. */
  scrolled(lines: number): Promise<void>
  /** The last lines, as text and colours, without the cursor's. Wrapped lines are joined. */
  lastLines(count: number): string[]
}

declare global {
  interface Window {
    latchkeyProbe: Probe
  }
}

/** What a program on the server ends its answer to a key with: an OSC that no terminal shows. */
export const ANSWER = 7717

/**
 * Measures from inside the page without touching what is measured: finds each xterm.js terminal as it is made, and takes
 * as painted what stands in its buffer when xterm.js says that it has rendered, one task after that frame.
 */
export async function installProbe(page: Page): Promise<void> {
  // tsx names functions through a helper that a function sent to the page no longer finds.
  await page.addInitScript('globalThis.__name = (named) => named')
  await page.addInitScript((answer: number) => {
    type Wait = { isMet(term: Terminal): boolean; start: number; resolve(ms: number): void }
    let wait: Wait | null = null
    let result: Promise<number> = Promise.reject(new Error('Nothing is awaited.'))
    result.catch(() => undefined)
    let answers = 0

    const terminal = (): Terminal => {
      const { chosen, terminals } = window.latchkeyProbe
      const found = chosen === null ? terminals.at(-1) : terminals[chosen]
      if (found === undefined) throw new Error('There is no terminal.')
      return found
    }
    const cursorLine = ({ buffer: { active } }: Terminal) =>
      active.getLine(active.baseY + active.cursorY)?.translateToString() ?? ''
    const marked = (marker: string) => (term: Terminal) => cursorLine(term).includes(marker)

    function onRender(term: Terminal): void {
      if (wait === null || wait.start < 0 || term !== terminal() || !wait.isMet(term)) return
      const { start, resolve } = wait
      wait = null
      const after = new MessageChannel()
      after.port1.onmessage = () => resolve(performance.now() - start)
      after.port2.postMessage(null)
    }
    function await_(isMet: Wait['isMet'], start: number): Promise<number> {
      result = new Promise((resolve) => {
        wait = { isMet, start, resolve }
      })
      return result
    }
    document.addEventListener(
      'keydown',
      ({ key, timeStamp }) => {
        if (wait?.start === -1 && key !== 'Control') wait.start = timeStamp
      },
      { capture: true },
    )

    window.latchkeyProbe = {
      terminals: [],
      chosen: null,
      size: () => ({ cols: terminal().cols, rows: terminal().rows }),
      lines: () => terminal().buffer.normal.length,
      resize: (cols, rows) => terminal().resize(cols, rows),
      run(line, marker) {
        const painted = await_(marked(marker), performance.now())
        terminal().input(`${line}\r`, true)
        return painted
      },
      awaitMarker: (marker) => void await_(marked(marker), -1),
      awaitAnswer() {
        const before = answers
        void await_(() => answers > before, -1)
      },
      painted: () => result,
      scrolled(lines) {
        return new Promise((resolve) => {
          let left = lines
          const counting = terminal().onLineFeed(() => {
            left--
            if (left > 0) return
            counting.dispose()
            resolve()
          })
        })
      },
      lastLines(count) {
        const { buffer, cols } = terminal()
        const { active } = buffer
        const lines: string[] = []
        for (
          let y = Math.max(0, active.baseY + active.cursorY - count);
          y < active.baseY + active.cursorY;
          y++
        ) {
          const row = active.getLine(y)
          if (row === undefined) continue
          const cells = Array.from({ length: cols }, (_, x) => {
            const cell = row.getCell(x)
            return `${cell?.getChars()}${cell?.getFgColorMode()}.${cell?.getFgColor()}`
          })
          if (row.isWrapped) lines.push(`${lines.pop()}${cells.join(' ')}`)
          else lines.push(cells.join(' '))
        }
        return lines
      },
    }

    // xterm.js keeps its core in a property of this name: setting it says that a terminal is being made.
    Object.defineProperty(Object.prototype, '_core', {
      configurable: true,
      set(this: Terminal, core: unknown) {
        Object.defineProperty(this, '_core', {
          value: core,
          writable: true,
          configurable: true,
          enumerable: true,
        })
        if (!('writeln' in this && 'onRender' in this)) return
        window.latchkeyProbe.terminals.push(this)
        queueMicrotask(() => {
          this.onRender(() => onRender(this))
          this.parser.registerOscHandler(answer, () => {
            answers++
            return true
          })
        })
      },
    })
  }, ANSWER)
}
