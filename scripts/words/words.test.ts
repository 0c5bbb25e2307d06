import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { partsOf } from '../../contract/words/message.js'
import { isConverted } from './converted.js'
import { extract, messagesIn } from './extract.js'
import { keyOf, readPo, writePo } from './po.js'
import { sourceFiles } from './source-files.js'
import { typeset } from './typeset.js'
import { unsaidIn } from './unsaid.js'

const root = join(import.meta.dirname, '../..')
const catalogue = readPo(readFileSync(join(root, 'words/ru.po'), 'utf8'))
const said = extract(root).filter(({ files }) => files.some(isConverted))

describe('the words of the window', () => {
  it('all go through say, in the folders that are converted', () => {
    const files = sourceFiles(root).filter(isConverted)
    expect(files.length).toBeGreaterThan(400)
    expect(files.flatMap((file) => unsaidIn(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
  })

  it('say what is wrong with a field in one place, which hears it: the contract has it in English', () => {
    const files = sourceFiles(root).filter((file) => file.startsWith('renderer/'))
    const reading = files.filter((file) => /\bissues\b/.test(readFileSync(join(root, file), 'utf8')))
    // The one reads where something is wrong, but not what.
    const known = ['renderer/features/settings/scheme-windows.ts', 'renderer/ui/what-is-wrong.ts']
    expect(reading).toEqual(known)
  })

  it('are in the catalogue, translated: else run `node --import tsx scripts/words/update.ts`, and translate', () => {
    const translations = new Map(catalogue.map((entry) => [keyOf(entry), entry]))
    const open = said.filter((one) => {
      const { translation = '', fuzzy = true } = translations.get(keyOf(one)) ?? {}
      return translation === '' || fuzzy
    })
    expect(open.map(keyOf)).toEqual([])
  })
})

describe('each translation', () => {
  const done = catalogue.filter(({ translation }) => translation !== '')

  it('has the places of its message, no more and no fewer', () => {
    const wrong = done.filter(
      ({ message, translation }) => `${placesOf(message)}` !== `${placesOf(translation)}`,
    )
    expect(wrong.map(keyOf)).toEqual([])
  })

  it('has all plural forms of its language', () => {
    const forms = new Intl.PluralRules('ru').resolvedOptions().pluralCategories.toSorted()
    const wrong = done.filter(({ translation }) =>
      partsOf(translation).some(
        (part) =>
          typeof part !== 'string' && 'forms' in part && `${Object.keys(part.forms).sort()}` !== `${forms}`,
      ),
    )
    expect(wrong.map(keyOf)).toEqual([])
  })
})

describe('the tools', () => {
  it('find what is said, with its meaning and its plural forms', () => {
    const places = ['x', "plural(n, '# key', '# keys')", '<b />'].map((code) => `$\{${code}}`)
    const code = `say\`No ${places[0]}\`; sayAs('verb')\`Open\`; rich\`${places[1]} of ${places[2]}\``
    expect(messagesIn('renderer/a.tsx', code).map(keyOf)).toEqual([
      'No {0}',
      'verb\u0004Open',
      '{0, plural, one {# key} other {# keys}} of {1}',
    ])
  })

  it('find what is not', () => {
    const code = `<p title="Say it">Not said {say\`but this\`}</p>; const a = \`Nothing about $\{b} is said\``
    expect(unsaidIn('renderer/a.tsx', code)).toEqual([
      'renderer/a.tsx:1: Say it',
      'renderer/a.tsx:1: Not said',
      'renderer/a.tsx:1: Nothing about {} is said',
    ])
  })

  it('keep a line from ending before a dash, and between a number and its unit', () => {
    expect(typeset('Ключ — это 20 000 с, {0} МБ и 5 серверов.')).toBe(
      'Ключ\u00a0— это 20\u00a0000\u00a0с, {0}\u00a0МБ и 5 серверов.',
    )
  })

  it('read a catalogue as they write it', () => {
    expect(readPo(writePo('ru', catalogue))).toEqual(catalogue)
  })
})

function placesOf(message: string): number[] {
  const parts = partsOf(message).flatMap((part) => (typeof part === 'string' ? [] : [part.place]))
  return [...new Set(parts)].sort()
}
