type Action = 'find' | 'snippets' | 'lines' | 'menu'
type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/**
 * Which key presses are not for the shell: Ctrl+Shift+F (Cmd+F), Ctrl+Shift+P (Cmd+Shift+P), Ctrl+Shift+H (kitty has it for the
 * same; on macOS too, where Cmd+H hides the app), and those for a menu.
 */
export function keyUse({ code, ctrlKey, shiftKey, altKey, metaKey }: Press): Action | null {
  if (altKey) return null
  const command = ctrlKey ? shiftKey && !metaKey : metaKey
  if (code === 'KeyF' && command && (ctrlKey || !shiftKey)) return 'find'
  if (code === 'KeyP' && command && shiftKey) return 'snippets'
  if (code === 'KeyH' && ctrlKey && shiftKey && !metaKey) return 'lines'
  if (ctrlKey || metaKey) return null
  return code === 'ContextMenu' || (code === 'F10' && shiftKey) ? 'menu' : null
}
