/** What the window does on keys that the terminal does not keep for the shell. */
export interface TerminalKeys {
  /** Ctrl+Shift+C. */
  onCopy(): void
  /** Ctrl+F6: the keyboard leaves the terminal. */
  onLeave(): void
  /** Ctrl+Tab (1), Ctrl+Shift+Tab (-1). */
  onSwitch(step: 1 | -1): void
}

type Action = 'copy' | 'paste' | 'leave' | 'next' | 'previous'

/** What a key press means here; null: it belongs to the shell. */
export function keyAction(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>,
): Action | null {
  if (!event.ctrlKey || event.altKey || event.metaKey) return null
  if (event.code === 'Tab') return event.shiftKey ? 'previous' : 'next'
  if (event.code === 'F6') return 'leave'
  if (event.shiftKey && event.code === 'KeyC') return 'copy'
  if (event.shiftKey && event.code === 'KeyV') return 'paste'
  return null
}

/** For `attachCustomKeyEventHandler`: false where xterm must not send the key. */
export function handleKey(event: KeyboardEvent, keys: TerminalKeys): boolean {
  const action = keyAction(event)
  if (action === null) return true
  if (event.type !== 'keydown' || action === 'paste') return false
  event.preventDefault()
  if (action === 'copy') keys.onCopy()
  if (action === 'leave') keys.onLeave()
  if (action === 'next') keys.onSwitch(1)
  if (action === 'previous') keys.onSwitch(-1)
  return false
}
