import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ownScheme } from '../renderer/terminal/colours.js'

it("a terminal of Latchkey's own colours stands on the window's background", () => {
  const tokens = readFileSync(join(import.meta.dirname, '../renderer/theme/tokens.css'), 'utf8')
  for (const scheme of ['light', 'dark'] as const) {
    const [, block = ''] = tokens.split(`color-scheme="${scheme}"] {`)
    expect(block).toContain(`--lk-bg: ${ownScheme(scheme).background};`)
    expect(block).toContain(`--lk-text: ${ownScheme(scheme).foreground};`)
  }
})
