import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { extract } from './extract.js'
import { keyOf, readPo, writePo } from './po.js'

/*
 * Brings the catalogues (words/*.po) up to date with the code: what is new waits for its translation, what is no longer
 * said goes. A new language begins as an empty file with its name.
 */
const root = join(import.meta.dirname, '../..')
const found = extract(root)
for (const name of readdirSync(join(root, 'words')).filter((name) => name.endsWith('.po'))) {
  const path = join(root, 'words', name)
  const known = new Map(readPo(readFileSync(path, 'utf8')).map((entry) => [keyOf(entry), entry]))
  const entries = found.map((one) => {
    const { translation = '', fuzzy = false } = known.get(keyOf(one)) ?? {}
    return { ...one, translation, fuzzy }
  })
  writeFileSync(path, writePo(name.replace('.po', ''), entries))
  const open = entries.filter(({ translation, fuzzy }) => translation === '' || fuzzy).length
  process.stdout.write(`${name}: ${entries.length} messages, ${open} to be translated\n`)
}
