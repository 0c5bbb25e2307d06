import type { ErrorInfo } from '../../../../contract/errors.js'
import type { KeyPair } from '../../../../contract/keys.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { planOf, readyRows } from './found.js'
import type { FoundKey } from './found-key.js'
import type { ImportStore } from './import-store.js'

/** Puts what is ready into the vault, one after the other; one that fails is one row. Answers what was stored. */
export async function storeKeys(store: ImportStore, taken: string[]): Promise<KeyPair[]> {
  const ready = readyRows(store.get().rows, taken)
  const stop = new AbortController()
  store.set({ stop, problem: undefined })
  for (const { id } of ready) store.changeRow(id, { progress: { state: 'waiting' }, wrong: undefined })
  const stored: KeyPair[] = []
  for (const { id } of ready) {
    if (stop.signal.aborted) store.changeRow(id, { progress: { state: 'none' } })
    else {
      const keyPair = await storeKey(store, id)
      if (keyPair !== null) stored.push(keyPair)
    }
  }
  store.set({ stop: null })
  return stored
}

async function storeKey(store: ImportStore, id: string): Promise<KeyPair | null> {
  const row = store.row(id)
  if (row === undefined) return null
  store.changeRow(id, { progress: { state: 'storing' } })
  try {
    const { source, preview, passphrase } = row
    const plan = planOf(row, store.get().rows)
    const name = plan.does === 'completes' ? plan.name : row.name
    const part = preview.part
    const keyPair = await rpc.keys.import({ source, part, name, ...(passphrase !== '' && { passphrase }) })
    store.changeRow(id, { progress: { state: 'stored', keyPair }, passphrase: '' })
    return keyPair
  } catch (error) {
    const problem = errorInfo(error)
    store.changeRow(id, failure(problem))
    if (problem.code === 'cancelled') store.get().stop?.abort()
    return null
  }
}

function failure(problem: ErrorInfo): Partial<FoundKey> {
  if (problem.code === 'passphrase-wrong' || problem.code === 'passphrase-needed')
    return { progress: { state: 'none' }, wrong: problem, opened: false }
  return { progress: { state: 'failed', problem } }
}
