import { SerializeAddon } from '@xterm/addon-serialize'
import type { Terminal } from '@xterm/xterm'

/** Screen, scrollback, cursor and modes of a terminal, as output. The copy of 10,000 full lines is some MB. */
export function copyScreen(term: Terminal): string {
  const addon = new SerializeAddon()
  term.loadAddon(addon)
  const screen = addon.serialize()
  addon.dispose()
  return screen
}
