import type { ErrorInfo } from '../../../../contract/errors.js'
import type { ImportPreview } from '../../../../contract/keys.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { isLocked, openedKey } from './found.js'
import type { FoundKey } from './found-key.js'
import type { ImportStore } from './import-store.js'

/** Tries the passphrase of a row; one that fits is tried on the other encrypted rows too, where that is wanted. */
export async function openKey(store: ImportStore, taken: string[], id: string): Promise<void> {
  const passphrase = store.row(id)?.passphrase ?? ''
  if (!(await tryPassphrase(store, taken, id, passphrase)) || !store.get().shared) return
  const others = store.get().rows.filter((other) => isLocked(other) && other.passphrase === '')
  for (const other of others) await tryPassphrase(store, taken, other.id, passphrase, true)
}

/** `quiet`: nobody typed it for this row, so nothing is said where it doesn't fit. */
async function tryPassphrase(
  store: ImportStore,
  taken: string[],
  id: string,
  passphrase: string,
  quiet = false,
): Promise<boolean> {
  const before = store.row(id)
  if (before === undefined) return false
  store.changeRow(id, { progress: { state: 'opening' }, wrong: undefined })
  try {
    const { source, preview } = before
    const previews = await rpc.keys.inspect({ source, part: preview.part, passphrase })
    const found = previews.find(({ part }) => part === preview.part)
    const now = store.row(id)
    if (found === undefined || now === undefined) return false
    const shown = { ...found, encryption: preview.encryption }
    store.changeRow(id, openedKey(now, passphrase, shown, [...taken, ...store.names(id)]))
    return found.state !== 'refused'
  } catch (error) {
    const refused = quiet ? {} : refusal(before, errorInfo(error))
    store.changeRow(id, { progress: { state: 'none' }, ...refused })
    return false
  }
}

/** A wrong passphrase leaves everything as it is; what came to light behind a right one is the file's own fault. */
function refusal(row: FoundKey, problem: ErrorInfo): Partial<FoundKey> {
  if (problem.code === 'passphrase-wrong' || problem.retryable) return { wrong: problem }
  const preview: ImportPreview = { ...row.preview, state: 'refused', problem }
  return { preview }
}
