import { describe, expect, it } from 'vitest'
import { fontFamily, fontState, type Measure } from './fonts.js'

it('no name can say more than a name in CSS', () => {
  expect(fontFamily('Fira Code')).toBe('"Fira Code", "JetBrains Mono", monospace')
  expect(fontFamily('a"; } body { x: \\')).toBe('"a; } body { x: ", "JetBrains Mono", monospace')
})

describe('a font of the system', () => {
  const even: Measure = (font, text) => text.length * (font.includes('"There"') ? 7 : 8)
  it('is there if it measures another text than what stands in for it', () => {
    expect(fontState('There', even)).toBe('fine')
    expect(fontState('Not there', even)).toBe('absent')
  })
  it('is uneven if its characters differ in width', () => {
    const uneven: Measure = (font, text) => (font.includes('"There"') ? text.charCodeAt(0) : 8) * text.length
    expect(fontState('There', uneven)).toBe('uneven')
  })
})
