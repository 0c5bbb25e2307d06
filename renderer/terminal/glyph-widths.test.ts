import { expect, it } from 'vitest'
import { MOST_WIDTHS, measureBy, type WidthCache } from './glyph-widths.js'

/** A canvas on which every UTF-16 unit is 7.806 px wide, and what it was asked with. */
function fakeCanvas() {
  const fonts: string[] = []
  const context = {
    font: '',
    fontKerning: 'auto' as CanvasFontKerning,
    measureText(text: string) {
      fonts.push(context.font)
      return { width: text.length * 7.806 } as TextMetrics
    },
  }
  return { context, fonts }
}

function cacheOf(context: Parameters<typeof measureBy>[0]): WidthCache {
  return {
    _font: '"JetBrains Mono", monospace',
    _fontSize: 13,
    _weight: 400,
    _weightBold: 700,
    _holey: new Map(),
    _measure: measureBy(context),
    clear() {
      this._holey = new Map()
    },
  }
}

it('measures in the font and weight that are painted, to what xterm.js rounds to', () => {
  const { context, fonts } = fakeCanvas()
  const cache = cacheOf(context)
  expect(cache._measure('W', 0)).toBe(7.8125)
  cache._measure('W', 1)
  cache._measure('W', 3)
  expect(fonts).toEqual([
    '400 13px "JetBrains Mono", monospace',
    '700 13px "JetBrains Mono", monospace',
    'italic 700 13px "JetBrains Mono", monospace',
  ])
  expect(context.fontKerning).toBe('none')
})

it('forgets the widths of a flood of characters that are never seen again', () => {
  const cache = cacheOf(fakeCanvas().context)
  for (let n = 0; n < 3 * MOST_WIDTHS; n++) cache._holey.set(`${n}`, cache._measure(`${n}`, 0))
  expect(cache._holey.size).toBeLessThanOrEqual(MOST_WIDTHS)
})
