const isMac = globalThis.navigator?.platform?.startsWith('Mac') ?? false

/** By the place of the key, so that it works on a Cyrillic layout too. A shell has no use for it. */
export function isTrayKey(
  event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): boolean {
  return event.ctrlKey !== event.metaKey && event.shiftKey && !event.altKey && event.code === 'KeyY'
}

/** How the key is written on this system, and for `aria-keyshortcuts`. */
export const trayKey = isMac
  ? { written: '⇧⌘Y', aria: 'Meta+Shift+Y' }
  : { written: 'Ctrl+Shift+Y', aria: 'Control+Shift+Y' }
