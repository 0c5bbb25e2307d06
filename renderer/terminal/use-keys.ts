type Action = 'find' | 'snippets' | 'menu'
type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>

/** Which key presses are not for the shell: Ctrl+Shift+F (Cmd+F), Ctrl+Shift+P (Cmd+Shift+P), and those for a menu. */
export function keyUse({ code, ctrlKey, shiftKey, altKey, metaKey }: Press): Action | null {
  if (altKey) return null
  const command = ctrlKey ? shiftKey && !metaKey : metaKey
  if (code === 'KeyF' && command && (ctrlKey || !shiftKey)) return 'find'
  if (code === 'KeyP' && command && shiftKey) return 'snippets'
  if (ctrlKey || metaKey) return null
  return code === 'ContextMenu' || (code === 'F10' && shiftKey) ? 'menu' : null
}
