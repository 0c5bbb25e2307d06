import { readPaste } from '../../terminal/paste.js'
import { pasteIntoAll } from './sessions.js'
import { findPane } from './terminals.js'

/**
 * Types a snippet as a paste is typed, into all panes that get what is typed in this one: a shell that knows pastes waits
 * with its lines. `run`: with Enter after it.
 */
export async function typeSnippet(paneId: string, text: string, run: boolean): Promise<void> {
  await pasteIntoAll(paneId, readPaste(text.replace(/\n+$/, '')))
  const terminal = findPane(paneId)?.terminal
  if (run) terminal?.type('\r')
  terminal?.focus()
}
