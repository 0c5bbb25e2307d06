import { useEffect, useState } from 'react'
import type { ErrorInfo } from '../../../../contract/errors.js'
import type { ImportPreview, KeyPair } from '../../../../contract/keys.js'
import { rpc } from '../../../api/client.js'
import { errorInfo } from '../../../api/errors.js'
import { setWork } from '../../frame/work.js'
import { createStore, type Store, useStore } from '../../store.js'
import { type FoundKey, foundKeys, isLocked, openedKey, planOf, readyRows, unreadSource } from './found.js'
import { type ChosenSource, fromFile, fromText } from './import-source.js'

interface State {
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

const start: State = { rows: [], reading: null, stop: null, problem: undefined, shared: true }

export type Import = State & ReturnType<typeof actions>

/** An import from the choice of files to the vault. Closing its sheet stops it after the key under way. */
export function useImport(taken: string[]): Import {
  const [store] = useState(() => createStore(start))
  const state = useStore(store)
  useEffect(() => () => store.get().stop?.abort(), [store])
  return { ...state, ...actions(store, taken) }
}

function actions(store: Store<State>, taken: string[]) {
  const change = (part: Partial<State>) => store.change((before) => ({ ...before, ...part }))
  const changeRow = (id: string, part: Partial<FoundKey>) =>
    store.change((before) => ({
      ...before,
      rows: before.rows.map((row) => (row.id === id ? { ...row, ...part } : row)),
    }))
  const row = (id: string) => store.get().rows.find((one) => one.id === id)
  const names = (except = '') => [
    ...taken,
    ...store.get().rows.flatMap(({ id, name }) => (id === except ? [] : [name])),
  ]
  const append = (rows: FoundKey[]) => change({ rows: [...store.get().rows, ...rows] })

  const addFiles = (files: File[]) => readEach(store, names, append, files)
  const addText = (text: string) => readSource(store, names, append, fromText(text), true)
  const scan = () => scanFolder(store, names, append)

  const open = async (id: string): Promise<void> => {
    const passphrase = row(id)?.passphrase ?? ''
    if (!(await tryPassphrase(id, passphrase)) || !store.get().shared) return
    const others = store.get().rows.filter((other) => isLocked(other) && other.passphrase === '')
    for (const other of others) await tryPassphrase(other.id, passphrase, true)
  }

  const tryPassphrase = async (id: string, passphrase: string, quiet = false): Promise<boolean> => {
    const before = row(id)
    if (before === undefined) return false
    changeRow(id, { progress: { state: 'opening' }, wrong: undefined })
    try {
      const { source, preview } = before
      const previews = await rpc.keys.inspect({ source, part: preview.part, passphrase })
      const found = previews.find(({ part }) => part === preview.part)
      const now = row(id)
      if (found === undefined || now === undefined) return false
      changeRow(id, openedKey(now, passphrase, { ...found, encryption: preview.encryption }, names(id)))
      return found.state !== 'refused'
    } catch (error) {
      changeRow(id, { progress: { state: 'none' }, ...(!quiet && refusal(before, errorInfo(error))) })
      return false
    }
  }

  /** Stores what is ready, one after the other; one that fails is one row. */
  const storeReady = async (): Promise<KeyPair[]> => {
    const ready = readyRows(store.get().rows, taken)
    const stop = new AbortController()
    change({ stop, problem: undefined })
    for (const { id } of ready) changeRow(id, { progress: { state: 'waiting' }, wrong: undefined })
    const stored: KeyPair[] = []
    for (const [index, { id }] of ready.entries()) {
      if (stop.signal.aborted) changeRow(id, { progress: { state: 'none' } })
      else {
        if (ready.length > 1)
          setWork('import-keys', { label: `Importing key ${index + 1} of ${ready.length}` })
        const keyPair = await storeRow(id)
        if (keyPair !== null) stored.push(keyPair)
      }
    }
    setWork('import-keys', null)
    change({ stop: null })
    return stored
  }

  const storeRow = async (id: string): Promise<KeyPair | null> => {
    const now = row(id)
    if (now === undefined) return null
    changeRow(id, { progress: { state: 'storing' } })
    try {
      const { source, preview, passphrase, name } = now
      const plan = planOf(now, store.get().rows)
      const keyPair = await rpc.keys.import({
        source,
        part: preview.part,
        name: plan.does === 'completes' ? plan.name : name,
        ...(passphrase !== '' && { passphrase }),
      })
      changeRow(id, { progress: { state: 'stored', keyPair }, passphrase: '' })
      return keyPair
    } catch (error) {
      changeRow(id, failure(now, errorInfo(error)))
      return null
    }
  }

  return {
    addFiles,
    addText,
    scan,
    changeRow,
    open,
    storeReady,
    setShared: (shared: boolean) => change({ shared }),
  }
}

type Names = () => string[]
type Append = (rows: FoundKey[]) => void

async function readEach(store: Store<State>, names: Names, append: Append, files: File[]): Promise<void> {
  for (const file of files) {
    await reading(store, file.name, async () => {
      const chosen = await fromFile(file).catch((error) => ({ error: errorInfo(error) }))
      if ('error' in chosen)
        keepOrSay(store, append, { ...fromText(''), fileName: file.name }, chosen.error, files.length === 1)
      else await readSource(store, names, append, chosen, files.length === 1)
    })
  }
}

/** `alone`: what can't be taken is no row but the answer to the choice, which can then be made again. */
async function readSource(
  store: Store<State>,
  names: Names,
  append: Append,
  chosen: ChosenSource,
  alone: boolean,
) {
  await reading(store, chosen.fileName || 'the text', async () => {
    try {
      const previews = await rpc.keys.inspect({ source: chosen.source })
      append(foundKeys(chosen, previews, crypto.randomUUID(), names()))
    } catch (error) {
      keepOrSay(store, append, chosen, errorInfo(error), alone)
    }
  })
}

function keepOrSay(
  store: Store<State>,
  append: Append,
  chosen: ChosenSource,
  problem: ErrorInfo,
  alone: boolean,
): void {
  if (alone && store.get().rows.length === 0) store.change((before) => ({ ...before, problem }))
  else append([unreadSource(chosen, problem, crypto.randomUUID())])
}

async function scanFolder(store: Store<State>, names: Names, append: Append): Promise<void> {
  await reading(store, '~/.ssh', async () => {
    try {
      const { folder, files } = await rpc.keys.scan()
      for (const { name, parts, problem } of files) {
        const chosen: ChosenSource = { source: { kind: 'scanned', name }, fileName: name }
        if (problem === undefined) append(foundKeys(chosen, parts, crypto.randomUUID(), names()))
        else append([unreadSource(chosen, problem, crypto.randomUUID())])
      }
      if (files.length === 0) store.change((before) => ({ ...before, problem: noneIn(folder) }))
    } catch (error) {
      store.change((before) => ({ ...before, problem: errorInfo(error) }))
    }
  })
}

async function reading(store: Store<State>, what: string, read: () => Promise<void>): Promise<void> {
  store.change((before) => ({ ...before, reading: what, problem: undefined }))
  await read()
  store.change((before) => ({ ...before, reading: null }))
}

function noneIn(folder: string): ErrorInfo {
  return {
    code: 'key-unreadable',
    message: `No file in ${folder} holds a key.`,
    advice: 'Choose files from another folder, or paste the text of a key.',
    retryable: false,
  }
}

/** A wrong passphrase leaves everything as it is; what came to light behind a right one is the file's own fault. */
function refusal(row: FoundKey, problem: ErrorInfo): Partial<FoundKey> {
  if (problem.code === 'passphrase-wrong' || problem.retryable) return { wrong: problem }
  const preview: ImportPreview = { ...row.preview, state: 'refused', problem }
  return { preview }
}

function failure(row: FoundKey, problem: ErrorInfo): Partial<FoundKey> {
  if (problem.code === 'passphrase-wrong' || problem.code === 'passphrase-needed')
    return { progress: { state: 'none' }, wrong: problem, opened: false, passphrase: row.passphrase }
  return { progress: { state: 'failed', problem } }
}
