import type { KeyType } from '../../../../contract/keys.js'
import { createStore } from '../../store.js'

/** The type of key pair that the form for a new one is wanted with; it opens in the section Keys. Null: not wanted. */
export const creatingKey = createStore<KeyType | null>(null)
