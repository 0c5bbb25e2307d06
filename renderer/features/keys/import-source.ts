import type { ImportSource } from '../../../contract/keys.js'
import { desktop } from '../../api/desktop-port.js'

/** Larger than any private key; the host refuses more too. */
const MAX_BYTES = 1_000_000

export interface ChosenKey {
  source: ImportSource
  /** Empty for pasted text. */
  fileName: string
}

/** A chosen or dropped file: its path in the desktop, where the window never reads it; its text in a browser. */
export async function fromFile(file: File): Promise<ChosenKey> {
  if (file.size > MAX_BYTES) throw tooLarge(file.name)
  const path = desktop?.pathOf(file) ?? ''
  const source: ImportSource =
    path === '' ? { kind: 'text', text: await file.text() } : { kind: 'file', path }
  return { source, fileName: file.name }
}

export function fromText(text: string): ChosenKey {
  return { source: { kind: 'text', text }, fileName: '' }
}

function tooLarge(name: string) {
  return {
    code: 'key-unreadable',
    message: `${name} is too large to be a private key.`,
    advice: 'Choose the file of the private key, for example ~/.ssh/id_ed25519.',
    retryable: false,
  }
}
