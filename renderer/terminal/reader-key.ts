const isMac = globalThis.navigator?.platform?.startsWith('Mac') ?? false

/** The key that VS Code has for the same: Alt+Shift+F1, wherever in the window. */
export function isReaderKey(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): boolean {
  return event.code === 'F1' && event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey
}

/** How the key is written on this system, and for `aria-keyshortcuts`. */
export const readerKey = { written: isMac ? '⌥⇧F1' : 'Alt+Shift+F1', aria: 'Alt+Shift+F1' }
