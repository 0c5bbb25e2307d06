import { useEffect, useState } from 'react'
import { useStore } from '../../store.js'
import { createImportStore, type ImportStore } from './import-store.js'
import { openKey } from './open-keys.js'
import { readSources } from './read-sources.js'
import { storeKeys } from './store-keys.js'

export type Import = ReturnType<typeof useImport>

/** An import from the choice of files to the vault. Closing its sheet stops it after the key under way. */
export function useImport(taken: string[], wanted?: string) {
  const [store] = useState(() => createImportStore(wanted))
  const state = useStore(store)
  useEffect(() => () => store.get().stop?.abort(), [store])
  return { ...state, ...actions(store, taken) }
}

function actions(store: ImportStore, taken: string[]) {
  return {
    ...readSources(store, taken),
    changeRow: store.changeRow,
    open: (id: string) => openKey(store, taken, id),
    storeReady: () => storeKeys(store, taken),
    setShared: (shared: boolean) => store.set({ shared }),
  }
}
