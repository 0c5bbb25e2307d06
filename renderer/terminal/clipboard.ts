import type { Terminal } from '@xterm/xterm'
import { plural, say } from '../../contract/words/say.js'
import { desktop } from '../api/desktop-port.js'
import { putOnClipboard } from '../ui/copy.js'
import type { ClipboardWish } from './clipboard-write.js'

/** What happened to the clipboard, for the user. */
export interface ClipboardNotice {
  text: string
  tone?: 'warn'
}

/** Puts what is selected on the clipboard; without a selection nothing. Resolves to what is to be said where that is refused. */
export async function copySelection(term: Terminal): Promise<ClipboardNotice | null> {
  if (!term.hasSelection()) return null
  if (await putOnClipboard(term.getSelection())) return null
  return { text: say`Nothing was copied: the clipboard refused.`, tone: 'warn' }
}

/**
 * Pastes the clipboard into the terminal on the way that the keys take: a `paste` event at its element. Resolves to what is
 * to be said where the page may not read the clipboard. In the desktop app it never may, and the host pastes for it.
 */
export async function pasteClipboard(term: Terminal, element: HTMLElement): Promise<ClipboardNotice | null> {
  term.focus()
  if (desktop !== undefined) {
    desktop.paste()
    return null
  }
  const text = await readClipboard()
  term.focus()
  if (text === null) return unreadable
  if (text !== '') element.dispatchEvent(pasteEvent(text))
  return null
}

/** Does what a program wants with the clipboard, where that is allowed, and says so. */
export async function grantWish(wish: ClipboardWish): Promise<ClipboardNotice> {
  if ('refused' in wish) return { text: refusals[wish.refused], tone: 'warn' }
  if (!(await putOnClipboard(wish.text))) {
    return {
      text: say`A program wanted to put text on the clipboard, and the clipboard refused.`,
      tone: 'warn',
    }
  }
  const count = [...wish.text].length
  return {
    text: say`A program put ${plural(count, '# character', '# characters')} on the clipboard.`,
  }
}

const refusals = {
  off: say`A program wanted to put text on the clipboard. The settings for terminals do not allow it.`,
  'too-large': say`A program wanted to put more than 100 kB on the clipboard, which was refused.`,
  'not-text': say`A program wanted to put something on the clipboard that is no text, which was refused.`,
}

const unreadable: ClipboardNotice = {
  text: say`The clipboard may not be read from here. Press Ctrl+Shift+V.`,
  tone: 'warn',
}

/** Null where the page may not read the clipboard. */
async function readClipboard(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText()
  } catch (error) {
    console.info('The clipboard was not read.', error)
    return null
  }
}

function pasteEvent(text: string): ClipboardEvent {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  return new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
}
