import type { KeyPair } from '../../../../contract/keys.js'
import type { Import } from './use-import.js'

/** What the sheets of found keys need. */
export interface Found {
  keys: Import
  taken: string[]
  store: () => Promise<KeyPair[]>
  onImported: (keyPair: KeyPair) => void
  onShowKnown: (id: string) => void
  onClose: () => void
}
