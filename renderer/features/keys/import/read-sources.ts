import type { ErrorInfo } from '../../../../contract/errors.js'
import type { OpenedFile } from '../../../../contract/openings.js'
import { plural, say } from '../../../../contract/words/say.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { foundKeys, unreadSource } from './found.js'
import type { FoundKey } from './found-key.js'
import { type ChosenSource, fromFile, fromText } from './import-source.js'
import type { ImportStore } from './import-store.js'

const BATCH = 40

/** Ways to bring keys into an import. `taken`: the names of the vault. What can't be read becomes a row that says why. */
export function readSources(store: ImportStore, taken: string[]) {
  const names = () => [...taken, ...store.names()]

  /** The only choice so far is no row: it can be made again, with what was said beside it. */
  const refuse = (chosen: ChosenSource, problem: ErrorInfo, only: boolean) => {
    if (only && store.get().rows.length === 0) store.set({ problem })
    else store.append([unreadSource(chosen, problem, crypto.randomUUID())])
  }
  const inspect = async (chosen: ChosenSource, only = true) => {
    try {
      const previews = await rpc.keys.inspect({ source: chosen.source })
      store.append(foundKeys(chosen, previews, crypto.randomUUID(), names()))
    } catch (error) {
      refuse(chosen, errorInfo(error), only)
    }
  }
  const readOpened = async (files: readonly OpenedFile[]) => {
    for (const { id, name } of files)
      await inspect({ source: { kind: 'opened', id }, fileName: name }, files.length === 1)
  }
  const readFile = async (file: File) => {
    try {
      const chosen = await fromFile(file)
      await inspect(chosen)
    } catch (error) {
      refuse({ ...fromText(''), fileName: file.name }, errorInfo(error), true)
    }
  }
  /** Shown by the batch: a table of hundreds is slow to draw anew for each file. */
  const readFiles = async (files: File[]) => {
    let batch: FoundKey[] = []
    for (const file of files) {
      batch.push(...(await rowsOf(file, [...names(), ...batch.map(({ name }) => name)])))
      if (batch.length < BATCH) continue
      store.append(batch)
      batch = []
    }
    store.append(batch)
  }
  const look = async () => {
    const { folder, files } = await rpc.keys.scan()
    for (const { name, parts, problem } of files) {
      const chosen: ChosenSource = { source: { kind: 'scanned', name }, fileName: name }
      if (problem !== undefined) refuse(chosen, problem, false)
      else store.append(foundKeys(chosen, parts, crypto.randomUUID(), names()))
    }
    if (files.length === 0) store.set({ problem: noneIn(folder) })
  }

  return {
    async addFiles(files: File[]) {
      const [only] = files
      if (only !== undefined && files.length === 1) return reading(store, only.name, readFile(only))
      return reading(store, say`${plural(files.length, '# file', '# files')}`, readFiles(files))
    },
    addOpened(files: readonly OpenedFile[]) {
      const what =
        files.length === 1 ? (files[0]?.name ?? '') : say`${plural(files.length, '# file', '# files')}`
      return reading(store, what, readOpened(files))
    },
    addText: (text: string) => reading(store, say`the text`, inspect(fromText(text))),
    scan: () =>
      reading(
        store,
        '~/.ssh',
        look().catch((error) => store.set({ problem: errorInfo(error) })),
      ),
  }
}

/** One of several files; what can't be read is a row that says why. `taken`: the names before it. */
async function rowsOf(file: File, taken: string[]): Promise<FoundKey[]> {
  let chosen: ChosenSource = { ...fromText(''), fileName: file.name }
  try {
    chosen = await fromFile(file)
    const previews = await rpc.keys.inspect({ source: chosen.source })
    return foundKeys(chosen, previews, crypto.randomUUID(), taken)
  } catch (error) {
    return [unreadSource(chosen, errorInfo(error), crypto.randomUUID())]
  }
}

async function reading(store: ImportStore, what: string, read: Promise<void>): Promise<void> {
  store.set({ reading: what, problem: undefined })
  await read
  store.set({ reading: null })
}

function noneIn(folder: string): ErrorInfo {
  return {
    code: 'key-unreadable',
    message: say`No file in ${folder} holds a key.`,
    advice: say`Choose files from another folder, or paste the text of a key.`,
    retryable: false,
  }
}
