import type { ErrorInfo } from '../../../../contract/errors.js'
import { type ImportSource, MOST_IMPORT_BYTES } from '../../../../contract/keys.js'
import { say } from '../../../../contract/words/say.js'
import { desktop } from '../../../api/desktop-port.js'

export interface ChosenSource {
  source: ImportSource
  /** Empty for pasted text. */
  fileName: string
}

/**
 * A chosen or dropped file: its path in the desktop, where the window never reads it; its bytes in a browser. Rejects
 * with an ErrorInfo for what is too large or can't be read, such as a folder.
 */
export async function fromFile(file: File): Promise<ChosenSource> {
  if (file.size > MOST_IMPORT_BYTES) throw tooLarge(file.name)
  const path = desktop?.pathOf(file) ?? ''
  const source: ImportSource =
    path === '' ? { kind: 'bytes', base64: await base64Of(file) } : { kind: 'file', path }
  return { source, fileName: file.name }
}

export function fromText(text: string): ChosenSource {
  return { source: { kind: 'text', text }, fileName: '' }
}

/** By a data: URL, `data:TYPE;base64,CONTENT`: the one way that browsers encode by themselves. */
export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ''))
    reader.onerror = () => reject(unreadable(file.name))
    reader.readAsDataURL(file)
  })
}

function tooLarge(name: string): ErrorInfo {
  return {
    code: 'key-unreadable',
    message: say`${name} is too large to be a private key.`,
    advice: say`Choose the file of the private key, for example ~/.ssh/id_ed25519.`,
    retryable: false,
  }
}

function unreadable(name: string): ErrorInfo {
  return {
    code: 'key-unreadable',
    message: say`${name} could not be read.`,
    advice: say`Choose files, not folders, that your user may read.`,
    retryable: true,
  }
}
