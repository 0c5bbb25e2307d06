import type { ErrorInfo } from '../../../../contract/errors.js'
import type { ImportPreview, KeyPair } from '../../../../contract/keys.js'
import type { ChosenSource } from './import-source.js'

/** One key of an import, from its file to its place in the vault. */
export interface FoundKey extends ChosenSource {
  id: string
  preview: ImportPreview
  /** As typed; used once, and forgotten when the key is stored or the sheet closes. */
  passphrase: string
  /** What the host said of the passphrase that was tried last. */
  wrong: ErrorInfo | undefined
  /** The passphrase was tried and fits. */
  opened: boolean
  name: string
  /** The user gave the name: a comment that comes to light no longer changes it. */
  named: boolean
  chosen: boolean
  progress: Progress
}

export type Progress =
  | { state: 'none' | 'opening' | 'waiting' | 'storing' }
  | { state: 'stored'; keyPair: KeyPair }
  | { state: 'failed'; problem: ErrorInfo }
