import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from './finding.js'
import { root } from './lock.js'
import type { ShippedPackage } from './shipped.js'

/** Licences that let us ship a package inside Latchkey as long as their text goes with it. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Unlicense',
])

/** A package may be used under any of several licences (`OR`), or must be under all of them (`AND`). */
function isAllowed(license: string): boolean {
  const plain = license.replaceAll(/[()]/g, '')
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one.trim())))
}

export function licenceFindings(packages: ShippedPackage[]): Finding[] {
  return packages
    .filter(({ license }) => !isAllowed(license))
    .map(({ name, version, license }) => ({
      rule: 'licence',
      what: `${name} ${version} is under “${license}”, which scripts/pack/licences.ts does not allow to ship.`,
    }))
}

/** The text that is shipped as `licences.txt`: every package with its licence, each licence text once. */
export function licenceText(packages: ShippedPackage[]): string {
  const texts = new Map<string, ShippedPackage[]>()
  for (const one of packages) {
    const text = textOf(one)
    texts.set(text, [...(texts.get(text) ?? []), one])
  }
  const parts = [...texts].map(([text, users]) => {
    const names = users.map(({ name, version, license }) => `${name} ${version} (${license})`)
    return [...names, '', text.trim()].join('\n')
  })
  const head =
    'Latchkey holds these packages of others. Electron and Chromium have files of their own beside this one.'
  return `${[head, ...parts].join(`\n\n${'─'.repeat(100)}\n\n`)}\n`
}

/** What stands in the package's own licence files; of one without any, what its package.json says. */
function textOf({ path, name, license }: ShippedPackage): string {
  // Most compiled packages go without: they are under the licence of the one that loads them.
  const family = path.replace(/-(linux|win32|darwin)-(x64|arm64)(-\w+)?$/, '')
  return filesOf(path) ?? filesOf(family) ?? `${name} comes without the text of its licence, ${license}.`
}

/** The texts of a package's licence files; null where it has none. */
function filesOf(path: string): string | null {
  const directory = join(root, path)
  const names = existsSync(directory) ? readdirSync(directory) : []
  const texts = names
    .filter((name) => /^(licen[cs]e|copying|notice|ofl|third[-_]party)[\w-]*(\.[a-z]+)?$/i.test(name))
    .sort()
    .map((name) => readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n').trim())
  return texts.length === 0 ? null : texts.join('\n\n')
}
