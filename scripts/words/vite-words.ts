import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'
import { isConverted } from './converted.js'
import { type Entry, keyOf, readPo } from './po.js'
import { typeset } from './typeset.js'

/** Makes a module of a catalogue: `words`, translations by message, and `host`, the messages that the host says. */
export function wordsPlugin(): Plugin {
  return {
    name: 'latchkey-words',
    async load(id) {
      if (!id.endsWith('.po')) return null
      return moduleOf(await readFile(id, 'utf8'))
    },
  }
}

/** The module's text, of a catalogue's. */
export function moduleOf(catalogue: string): string {
  const entries = readPo(catalogue).filter(({ translation, fuzzy }) => translation !== '' && !fuzzy)
  const words = Object.fromEntries(entries.map((entry) => [keyOf(entry), typeset(entry.translation)]))
  const host = entries.filter(isOfHost).map(keyOf)
  // Read as JSON, which is quicker than the same as a script.
  const text = (value: unknown) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`
  return `export const words = ${text(words)}\nexport const host = ${text(host)}\n`
}

/** Whether the host says it, so that the window hears it. */
export const isOfHost = ({ files }: Pick<Entry, 'files'>): boolean =>
  files.some((file) => /^(main|contract)\//.test(file) && !isConverted(file))
