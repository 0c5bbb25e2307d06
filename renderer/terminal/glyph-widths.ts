import type { Terminal } from '@xterm/xterm'

/** What is drawn in a cell may be any of billions of letters with their marks: so many widths are kept, then all are forgotten. */
export const MOST_WIDTHS = 10_000
/** xterm.js rounds so, and draws as one what has the same width. */
const STEPS_IN_PX = 32

/** The part of xterm.js 6 that its DOM painter asks how wide a cell's content is drawn, which it keeps to itself. */
export interface WidthCache {
  _font: string
  _fontSize: number
  _weight: number | string
  _weightBold: number | string
  _holey: Map<string, number>
  _measure(content: string, variant: number): number
  clear(): void
}
interface Core {
  _core: { _renderService?: { _renderer: { value?: { _widthCache?: WidthCache } } } }
}

const BOLD = 1
const ITALIC = 2
const measured = new WeakSet<object>()

/**
 * Has the DOM painters of all terminals measure without laying out the page. xterm.js does that once for every content of a
 * cell that it has not seen: a screen of letters with marks of their own took seconds. Call with a terminal just opened.
 */
export function measureWidthsByCanvas(term: Terminal): void {
  const cache = (term as unknown as Core)._core._renderService?._renderer.value?._widthCache
  if (cache === undefined) throw new Error('xterm.js measures in another way: its version was changed.')
  const context = document.createElement('canvas').getContext('2d')
  const prototype = Object.getPrototypeOf(cache) as WidthCache
  if (context === null || measured.has(prototype)) return
  measured.add(prototype)
  prototype._measure = measureBy(context)
}

/** As xterm.js's own method, a canvas's context for the page's layout. */
export function measureBy(
  context: Pick<CanvasRenderingContext2D, 'font' | 'fontKerning' | 'measureText'>,
): WidthCache['_measure'] {
  return function (this: WidthCache, content, variant) {
    if (this._holey.size >= MOST_WIDTHS) this.clear()
    const weight = variant & BOLD ? this._weightBold : this._weight
    context.font = `${variant & ITALIC ? 'italic ' : ''}${weight} ${this._fontSize}px ${this._font}`
    context.fontKerning = 'none'
    return Math.round(context.measureText(content).width * STEPS_IN_PX) / STEPS_IN_PX
  }
}
