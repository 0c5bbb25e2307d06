import { describe, expect, it } from 'vitest'
import { ColourScheme, defaultTerminal } from '../../contract/settings.js'
import { ownScheme, terminalTheme } from './colours.js'
import { bundledSchemes, isDark } from './schemes.js'

const mine: ColourScheme = { ...ownScheme('dark'), name: 'Mine', background: '#123456' }

it('every scheme has all its colours and a name of its own', () => {
  for (const scheme of bundledSchemes) expect(ColourScheme.parse(scheme)).toEqual(scheme)
  expect(new Set(bundledSchemes.map(({ name }) => name)).size).toBe(bundledSchemes.length)
  expect(bundledSchemes.filter(isDark).map(({ name }) => name)).toContain('Dracula')
  expect(bundledSchemes.filter((scheme) => !isDark(scheme)).map(({ name }) => name)).toContain(
    'Solarized Light',
  )
})

describe('the colours of a terminal', () => {
  const chosen = (dark: string | null) =>
    terminalTheme('dark', { ...defaultTerminal, schemes: { light: 'Dracula', dark }, imported: [mine] })

  it('are those chosen for the window as it is now', () => {
    expect(chosen('Nord')).toMatchObject({ background: '#2e3440', red: '#bf616a', brightWhite: '#eceff4' })
    expect(chosen('Mine').background).toBe('#123456')
  })
  it("are Latchkey's own where none is chosen, or the chosen one is gone", () => {
    expect(chosen(null).background).toBe(ownScheme('dark').background)
    expect(chosen('Deleted since').background).toBe(ownScheme('dark').background)
  })
})
