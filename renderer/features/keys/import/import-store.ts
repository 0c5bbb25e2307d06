import type { ErrorInfo } from '../../../../contract/errors.js'
import { createStore } from '../../store.js'
import { appended, takesName } from './found.js'
import type { FoundKey } from './found-key.js'

export interface ImportState {
  rows: readonly FoundKey[]
  /** What is being read: "deploy.pem", "~/.ssh"; null while nothing is. */
  reading: string | null
  /** Set while keys are being stored. */
  stop: AbortController | null
  /** Why a choice gave no row. */
  problem: ErrorInfo | undefined
  /** A passphrase that fits one key is tried on the other encrypted ones. */
  shared: boolean
}

const start: ImportState = { rows: [], reading: null, stop: null, problem: undefined, shared: true }

/**
 * The state of one import. It is asked again after every wait: meanwhile the user goes on typing. `wanted`: what the first key is
 * to be called, where it comes alone.
 */
export function createImportStore(wanted?: string) {
  const store = createStore(start)
  const change = (part: Partial<ImportState>) => store.change((before) => ({ ...before, ...part }))
  return {
    ...store,
    set: change,
    append(rows: FoundKey[]) {
      const [only, ...more] = rows
      const isFirst = store.get().rows.length === 0 && more.length === 0
      const named = wanted !== undefined && isFirst && only !== undefined && takesName(only.preview)
      const added = named ? [{ ...only, name: wanted, named: true }] : rows
      change({ rows: appended(store.get().rows, added) })
    },
    row: (id: string) => store.get().rows.find((one) => one.id === id),
    changeRow: (id: string, part: Partial<FoundKey>) =>
      change({ rows: store.get().rows.map((row) => (row.id === id ? { ...row, ...part } : row)) }),
    /** The names that the rows' key pairs would have, but for one. */
    names: (except = '') =>
      store
        .get()
        .rows.flatMap(({ id, name, preview }) => (id !== except && takesName(preview) ? [name] : [])),
  }
}

export type ImportStore = ReturnType<typeof createImportStore>
