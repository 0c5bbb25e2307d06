/** By the place of the key, so that it works on a Cyrillic layout too. A shell has no use for it: terminals send nothing. */
export function isLockKey(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): boolean {
  const command = event.ctrlKey !== event.metaKey
  return command && event.shiftKey && !event.altKey && event.code === 'KeyL'
}

const isMac = globalThis.navigator?.platform?.startsWith('Mac') ?? false

/** How the key is written on this system, and for `aria-keyshortcuts`. */
export const lockKey = isMac
  ? { written: '⇧⌘L', aria: 'Meta+Shift+L' }
  : { written: 'Ctrl+Shift+L', aria: 'Control+Shift+L' }
