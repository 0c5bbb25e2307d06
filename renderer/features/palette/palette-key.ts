type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const isMac = globalThis.navigator?.platform?.startsWith('Mac') ?? false

/**
 * Whether a key press asks for the palette: Cmd+K on macOS. Elsewhere Ctrl+K, which in a terminal belongs to the shell (it
 * deletes to the end of the line): there it is Ctrl+Shift+K. By the place of the key, so that it works on a Cyrillic layout too.
 */
export function isPaletteKey(press: Press, inTerminal: boolean, mac = isMac): boolean {
  if (press.code !== 'KeyK' || press.altKey) return false
  if (mac) return press.metaKey && !press.ctrlKey && !press.shiftKey
  return press.ctrlKey && !press.metaKey && (press.shiftKey || !inTerminal)
}

/** How the key is written on this system, also that for a terminal, and for `aria-keyshortcuts`. */
export const paletteKey = isMac
  ? { written: '⌘K', inTerminal: '⌘K', aria: 'Meta+K' }
  : { written: 'Ctrl+K', inTerminal: 'Ctrl+Shift+K', aria: 'Control+K Control+Shift+K' }
