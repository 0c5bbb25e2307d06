import type { KeyState } from '../../../../contract/keys.js'

/** What the panel of a key pair can ask of its section. */
export interface KeyActs {
  onState: (state: KeyState) => void
  onBin: () => void
  onDeleteForGood: () => void
  /** Opens the import, for the private half of a public key. */
  onImport: () => void
  onTag: (tag: string) => void
  onClose: () => void
}

export type DetailSheet = 'push' | 'edit' | 'export' | 'public'
