import { asPlainText } from '../../../../contract/base.js'
import type { ErrorInfo } from '../../../../contract/errors.js'
import { type ImportPreview, KeyName, type KeyPair } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { wrongWith } from '../../../ui/what-is-wrong.js'
import { freeName, importName } from '../names.js'
import type { FoundKey } from './found-key.js'
import type { ChosenSource } from './import-source.js'
import { indexOf, nameForm, namesOf } from './row-index.js'

/** What importing a key would do, or why it does nothing. */
export type Plan =
  | { does: 'new' | 'new-public' | 'unknown' }
  | { does: 'completes' | 'known' | 'in-bin'; id: string; name: string }
  | { does: 'same'; as: string }
  | { does: 'refused'; problem: ErrorInfo }

const noReason: ErrorInfo = { code: 'key-unreadable', message: say`This can not be taken.`, retryable: false }

/** The keys of one source as rows with proposed names. `taken`: names of the vault and of the rows before. */
export function foundKeys(
  chosen: ChosenSource,
  previews: ImportPreview[],
  id: string,
  taken: string[],
): FoundKey[] {
  const used = [...taken]
  return previews.map((preview) => {
    const name = freeName(importName(preview.comment, chosen.fileName), used)
    if (takesName(preview)) used.push(name)
    return { ...chosen, ...fresh, id: `${id}.${preview.part}`, preview, name }
  })
}

/** Whether a key pair may come of it that has the proposed name. */
export const takesName = ({ state, knownAs }: ImportPreview): boolean =>
  state !== 'refused' && knownAs === null

const fresh = {
  passphrase: '',
  wrong: undefined,
  opened: false,
  named: false,
  chosen: true,
  progress: { state: 'none' },
} as const

/** A source that could not be read, as a row that says why. */
export function unreadSource(chosen: ChosenSource, problem: ErrorInfo, id: string): FoundKey {
  const nothing = { part: 0, format: '', encryption: null, key: null, comment: '', knownAs: null }
  return { ...chosen, ...fresh, id, preview: { ...nothing, state: 'refused', problem }, name: '' }
}

/** The row after its passphrase was found to fit; the comment that came to light proposes the name. */
export function openedKey(
  row: FoundKey,
  passphrase: string,
  preview: ImportPreview,
  taken: string[],
): FoundKey {
  const opened = { ...row, passphrase, preview, wrong: undefined, opened: true, progress: fresh.progress }
  if (row.named) return opened
  return { ...opened, name: freeName(importName(preview.comment, row.fileName), taken) }
}

export function planOf(row: FoundKey, rows: readonly FoundKey[]): Plan {
  const { state, knownAs, key, problem } = row.preview
  if (state === 'refused') return { does: 'refused', problem: problem ?? noReason }
  if (knownAs !== null) return knownPlan(state, knownAs)
  if (key === null) return { does: 'unknown' }
  const twins = indexOf(rows).twins.get(key.fingerprint) ?? []
  const twin = twins.find((other) => other.id !== row.id && isBetterTwin(other, row, twins))
  if (twin !== undefined) return { does: 'same', as: sourceName(twin) }
  return { does: state === 'public' ? 'new-public' : 'new' }
}

function knownPlan(state: ImportPreview['state'], known: NonNullable<ImportPreview['knownAs']>): Plan {
  const { id, name } = known
  if (known.state === 'bin') return { does: 'in-bin', id, name }
  return { does: known.hasPrivate || state === 'public' ? 'known' : 'completes', id, name }
}

/** Of two rows with the same key the private one is taken, else the first. */
function isBetterTwin(other: FoundKey, row: FoundKey, twins: readonly FoundKey[]): boolean {
  if (isPublic(other) !== isPublic(row)) return isPublic(row)
  return twins.indexOf(other) < twins.indexOf(row)
}

const isPublic = ({ preview }: FoundKey) => preview.state === 'public'

/** "id_rsa", "Pasted text". */
export function sourceName({ fileName }: Pick<FoundKey, 'fileName'>): string {
  return fileName === '' ? say`Pasted text` : asPlainText(fileName)
}

/** The key pairs that an import has made so far. */
export function storedKeys(rows: readonly FoundKey[]): KeyPair[] {
  return rows.flatMap(({ progress }) => (progress.state === 'stored' ? [progress.keyPair] : []))
}

/** Whether importing this row would store something. */
export function isImportable(row: FoundKey, rows: readonly FoundKey[]): boolean {
  if (row.progress.state === 'stored') return false
  return ['new', 'new-public', 'unknown', 'completes'].includes(planOf(row, rows).does)
}

/** Encrypted, and its passphrase has not been shown to fit. */
export function isLocked({ preview, opened }: FoundKey): boolean {
  return preview.state === 'encrypted' && !opened
}

/** What is wrong with the name of a row that would be imported; undefined if nothing is. */
export function nameProblem(row: FoundKey, rows: readonly FoundKey[], taken: string[]): string | undefined {
  if (planOf(row, rows).does === 'completes') return undefined
  const wrong = wrongWith(KeyName, row.name)
  if (wrong !== undefined) return wrong
  const name = nameForm(row.name)
  if (namesOf(taken).has(name)) return say`Another key pair has this name.`
  const namesakes = indexOf(rows).named.get(name) ?? []
  const other = namesakes.some((one) => one.id !== row.id && one.chosen && isImportable(one, rows))
  return other ? say`Another key of this import has this name.` : undefined
}

/** What a row that would be imported wants of the user first: a look at what is wrong with it, or its passphrase. */
export function wantOf(
  row: FoundKey,
  rows: readonly FoundKey[],
  taken: string[],
): 'attention' | 'passphrase' | null {
  if (!row.chosen || !isImportable(row, rows)) return null
  const failed = row.wrong !== undefined || row.progress.state === 'failed'
  if (failed || nameProblem(row, rows, taken) !== undefined) return 'attention'
  return isLocked(row) && row.passphrase === '' ? 'passphrase' : null
}

/**
 * New rows beside those before them; the `.pub` of a file whose passphrase is not known yet is left out, for the user to
 * choose: most likely it is the public half of that key.
 */
export function appended(before: readonly FoundKey[], added: readonly FoundKey[]): FoundKey[] {
  const hidden = [...before, ...added].filter((row) => isLocked(row) && row.preview.key === null)
  const halves = new Set(hidden.map(({ fileName }) => `${fileName}.pub`))
  const all = [...before, ...added]
  return all.map((row) => {
    if (!added.includes(row)) return row
    return { ...row, name: nameOfHalf(row, all) ?? row.name, chosen: row.chosen && !halves.has(row.fileName) }
  })
}

/** The name proposed for the public half of a private key, which is not stored beside it. */
function nameOfHalf(row: FoundKey, rows: readonly FoundKey[]): string | undefined {
  const { key } = row.preview
  if (key === null || isPublic(row) || row.named) return undefined
  const twins = indexOf(rows).twins.get(key.fingerprint) ?? []
  return twins.find((twin) => twins.indexOf(twin) < twins.indexOf(row) && isPublic(twin))?.name
}

/** The rows that Import takes, in their order: chosen, with a good name, and with a passphrase where one is needed. */
export function readyRows(rows: readonly FoundKey[], taken: string[]): FoundKey[] {
  return rows.filter(
    (row) =>
      row.chosen &&
      isImportable(row, rows) &&
      !(isLocked(row) && (row.passphrase === '' || row.wrong !== undefined)) &&
      nameProblem(row, rows, taken) === undefined,
  )
}
