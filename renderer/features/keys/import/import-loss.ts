import { plural, say } from '../../../../contract/words/say.js'
import { isImportable } from './found.js'
import type { FoundKey } from './found-key.js'
import type { ImportState } from './import-store.js'

/** What closing an import would drop, as plain sentences; empty where nothing is lost that the user would miss. */
export function lossOf({ rows, stop }: Pick<ImportState, 'rows' | 'stop'>, text: string): string[] {
  const waiting = rows.filter((row) => row.chosen && isImportable(row, rows))
  const stored = rows.some(({ progress }) => progress.state === 'stored')
  const typed = waiting.flatMap(typedIn)
  const pasted = text.trim() === '' ? [] : [say`The text that you entered is dropped.`]
  if (stop === null && typed.length === 0 && (stored || waiting.length < 2)) return pasted
  return [...(stop === null ? [notImported(waiting.length)] : stopped(waiting)), ...new Set(typed), ...pasted]
}

/** A passphrase that was refused is no loss. */
function typedIn({ passphrase, wrong, named }: FoundKey): string[] {
  return [
    ...(passphrase !== '' && wrong === undefined ? [say`The passphrases that you typed are forgotten.`] : []),
    ...(named ? [say`The names that you gave are lost.`] : []),
  ]
}

function stopped(waiting: FoundKey[]): string[] {
  const left = waiting.filter(({ progress }) => progress.state !== 'storing').length
  return [say`The key that is being stored now is still stored.`, ...(left === 0 ? [] : [notImported(left)])]
}

function notImported(count: number): string {
  return say`${plural(count, '# key is', '# keys are')} not imported. Files stay where they are.`
}
