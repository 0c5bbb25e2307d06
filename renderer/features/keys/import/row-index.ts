import type { FoundKey } from './found-key.js'

/** What is asked of all rows for each of them: with hundreds of rows a look through all would be felt at every key. */
export interface RowIndex {
  /** Rows with the same key, in their order, by its SHA256 fingerprint. */
  twins: Map<string, FoundKey[]>
  /** Rows by `nameForm` of their names. */
  named: Map<string, FoundKey[]>
}

const indexes = new WeakMap<readonly FoundKey[], RowIndex>()
const nameSets = new WeakMap<readonly string[], Set<string>>()

/** Made once for each list of rows: a change of any row makes a new list. */
export function indexOf(rows: readonly FoundKey[]): RowIndex {
  const known = indexes.get(rows)
  if (known !== undefined) return known
  const index: RowIndex = {
    twins: groupBy(rows, ({ preview }) => preview.key?.fingerprint ?? ''),
    named: groupBy(rows, ({ name }) => nameForm(name)),
  }
  indexes.set(rows, index)
  return index
}

/** The names in the form in which two of them may not be the same; made once for each list. */
export function namesOf(taken: readonly string[]): Set<string> {
  const known = nameSets.get(taken)
  if (known !== undefined) return known
  const names = new Set(taken.map(nameForm))
  nameSets.set(taken, names)
  return names
}

export const nameForm = (name: string): string => name.trim().toLowerCase()

function groupBy(rows: readonly FoundKey[], of: (row: FoundKey) => string): Map<string, FoundKey[]> {
  const groups = new Map<string, FoundKey[]>()
  for (const row of rows) {
    const group = groups.get(of(row))
    if (group === undefined) groups.set(of(row), [row])
    else group.push(row)
  }
  return groups
}
