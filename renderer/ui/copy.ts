import { createStore } from '../features/store.js'

/** The last that was copied from a menu, or was to be; another object is another time. */
export interface CopiedText {
  text: string
  /** The clipboard has it. */
  copied: boolean
}

export const lastCopied = createStore<CopiedText | null>(null)

/** False where the page has no clipboard, or may not write it. */
export async function putOnClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch (error) {
    console.info('The clipboard was not written.', error)
    return false
  }
}

/** For what is gone once it is pressed, as the items of menus are: CopyNotice says what came of it. Never a secret. */
export async function copyAndTell(text: string): Promise<void> {
  const copied = await putOnClipboard(text)
  lastCopied.change(() => ({ text, copied }))
}
