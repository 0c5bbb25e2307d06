import type { ErrorInfo } from '../../../../contract/errors.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { foundKeys, unreadSource } from './found.js'
import { type ChosenSource, fromFile, fromText } from './import-source.js'
import type { ImportStore } from './import-store.js'

/** Ways to bring keys into an import. `taken`: the names of the vault. What can't be read becomes a row that says why. */
export function readSources(store: ImportStore, taken: string[]) {
  const names = () => [...taken, ...store.names()]

  /** The only choice so far is no row: it can be made again, with what was said beside it. */
  const refuse = (chosen: ChosenSource, problem: ErrorInfo, only: boolean) => {
    if (only && store.get().rows.length === 0) store.set({ problem })
    else store.append([unreadSource(chosen, problem, crypto.randomUUID())])
  }
  const inspect = async (chosen: ChosenSource, only: boolean) => {
    try {
      const previews = await rpc.keys.inspect({ source: chosen.source })
      store.append(foundKeys(chosen, previews, crypto.randomUUID(), names()))
    } catch (error) {
      refuse(chosen, errorInfo(error), only)
    }
  }
  const readFile = async (file: File, only: boolean) => {
    try {
      const chosen = await fromFile(file)
      await inspect(chosen, only)
    } catch (error) {
      refuse({ ...fromText(''), fileName: file.name }, errorInfo(error), only)
    }
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
      for (const file of files) await reading(store, file.name, readFile(file, files.length === 1))
    },
    addText: (text: string) => reading(store, 'the text', inspect(fromText(text), true)),
    scan: () =>
      reading(
        store,
        '~/.ssh',
        look().catch((error) => store.set({ problem: errorInfo(error) })),
      ),
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
    message: `No file in ${folder} holds a key.`,
    advice: 'Choose files from another folder, or paste the text of a key.',
    retryable: false,
  }
}
