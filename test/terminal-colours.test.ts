import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ownScheme } from '../renderer/terminal/colours.js'

const [BLACK, BLUE, CYAN, WHITE] = [0, 4, 6, 7]

it('the frames of full-screen programs stand out, which xterm.js never makes readable by itself', () => {
  const onEachOther = (scheme: 'light' | 'dark', front: number, back: number) => {
    const { ansi } = ownScheme(scheme)
    return contrast(ansi[front] ?? '', ansi[back] ?? '')
  }
  expect(onEachOther('light', WHITE, BLUE)).toBeGreaterThan(4.5) // mc
  expect(onEachOther('light', WHITE, CYAN)).toBeGreaterThan(4.5)
  expect(onEachOther('dark', WHITE, BLUE)).toBeGreaterThan(2.5)
  for (const scheme of ['light', 'dark'] as const)
    expect(onEachOther(scheme, BLACK, WHITE), scheme).toBeGreaterThan(7) // whiptail
})

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

it("a terminal of Latchkey's own colours stands on the window's background", () => {
  const tokens = readFileSync(join(import.meta.dirname, '../renderer/theme/tokens.css'), 'utf8')
  for (const scheme of ['light', 'dark'] as const) {
    const [, block = ''] = tokens.split(`color-scheme="${scheme}"] {`)
    expect(block).toContain(`--lk-bg: ${ownScheme(scheme).background};`)
    expect(block).toContain(`--lk-text: ${ownScheme(scheme).foreground};`)
  }
})
