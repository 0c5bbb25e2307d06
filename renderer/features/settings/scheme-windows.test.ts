import { describe, expect, it } from 'vitest'
import { bundledSchemes } from '../../terminal/schemes.js'
import { readSchemeFile } from './read-schemes.js'
import { withSchemes } from './scheme-file.js'

/** As https://learn.microsoft.com/windows/terminal/customize-settings/color-schemes shows one. */
const campbell = `{
    "name" : "My Campbell",
    "cursorColor": "#FFFFFF", // where one types
    "selectionBackground": "#FFFFFF",
    "background" : "#0C0C0C", "foreground" : "#CCCCCC",
    "black" : "#0C0C0C", "blue" : "#0037DA", "cyan" : "#3A96DD", "green" : "#13A10E",
    "purple" : "#881798", "red" : "#C50F1F", "white" : "#CCC", "yellow" : "#C19C00",
    "brightBlack" : "#767676", "brightBlue" : "#3B78FF", "brightCyan" : "#61D6D6", "brightGreen" : "#16C60C",
    "brightPurple" : "#B4009E", "brightRed" : "#E74856", "brightWhite" : "#F2F2F2", "brightYellow" : "#F9F1A5",
}`

function schemesOf(text: string) {
  const read = readSchemeFile('settings.json', text)
  if ('problem' in read) throw new Error(read.problem)
  return read
}

function problemOf(text: string): string {
  const read = readSchemeFile('settings.json', text)
  return 'problem' in read ? read.problem : 'none'
}

describe('Windows Terminal', () => {
  it('one scheme, with comments and a last comma', () => {
    const [scheme] = schemesOf(campbell).schemes
    expect(scheme).toMatchObject({ name: 'My Campbell', background: '#0c0c0c', cursor: '#ffffff' })
    expect(scheme?.ansi[5]).toBe('#881798')
    expect(scheme?.ansi[7]).toBe('#cccccc')
    expect(scheme?.ansi[13]).toBe('#b4009e')
  })
  it('a list, and whole settings, leaving out what is broken and saying which', () => {
    expect(schemesOf(`[${campbell}]`).schemes).toHaveLength(1)
    const broken = campbell.replace('"#0037DA"', '"blue"').replace('My Campbell', 'Broken')
    const settings = `/* mine */ { "$schema": "https://aka.ms/terminal-profiles-schema", "schemes": [${campbell}, ${broken}] }`
    const read = schemesOf(settings)
    expect(read.schemes.map(({ name }) => name)).toEqual(['My Campbell'])
    expect(read.skipped).toEqual(['Scheme Broken was left out: blue is missing or no colour.'])
  })
  it('a scheme with a long name, which it shortens', () => {
    const [scheme] = schemesOf(campbell.replace('My Campbell', 'long '.repeat(20))).schemes
    expect(scheme?.name).toBe('long '.repeat(12).trim())
  })
  it('a scheme without a colour for what is selected gets a quiet one', () => {
    const [scheme] = schemesOf(campbell.replace(/"selectionBackground".*\n/, '')).schemes
    expect(scheme?.selection).toBe('#3c3c3c')
  })
  it('says what is wrong with a file', () => {
    expect(problemOf('')).toBe('settings.json is empty.')
    expect(problemOf('hello')).toContain('neither a property list of iTerm2 nor JSON')
    expect(problemOf('{"profiles": []}')).toContain('has no colour scheme')
    expect(problemOf('[]')).toContain('Its list of schemes is empty')
    expect(problemOf('[7]')).toContain('Scheme 1 was left out')
    expect(problemOf(' '.repeat(2_000_001))).toContain('too large')
  })
})

describe('imported schemes', () => {
  const { schemes } = schemesOf(campbell)
  it('take the place of an older one of their name', () => {
    const newer = schemes.map((scheme) => ({ ...scheme, background: '#111111' }))
    expect(withSchemes(schemes, newer, bundledSchemes)).toEqual(newer)
  })
  it("are not mixed up with one of Latchkey's", () => {
    const named = schemes.map((scheme) => ({ ...scheme, name: 'Campbell' }))
    expect(withSchemes([], named, bundledSchemes).map(({ name }) => name)).toEqual(['Campbell (imported)'])
  })
})
