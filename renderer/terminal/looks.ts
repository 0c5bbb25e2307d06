import type { ITerminalOptions, Terminal } from '@xterm/xterm'
import type { TerminalSettings } from '../../contract/settings.js'
import { type Scheme, terminalTheme, wantsContrast } from './colours.js'
import { fontFamily, fontLoaded } from './fonts.js'
import { drawLigatures } from './ligatures.js'
import { zoomed } from './zoom.js'

/** How the terminals of a window look. */
export interface TerminalLooks {
  /** The window's. */
  scheme: Scheme
  settings: TerminalSettings
  /** What Ctrl+plus and Ctrl+minus added to the font's size, in px. */
  zoom: number
}

/** xterm's options for these looks, all but the font, which has to be loaded before it is measured. */
export function lookOptions({ scheme, settings }: TerminalLooks): ITerminalOptions {
  return {
    cursorStyle: settings.cursor,
    cursorBlink: settings.cursorBlink,
    minimumContrastRatio: settings.readable || wantsContrast() ? 4.5 : 1,
    screenReaderMode: settings.screenReader,
    scrollback: settings.scrollback,
    theme: terminalTheme(scheme, settings),
  }
}

/** The font of these looks, as xterm's options. */
export function fontOptions({ settings, zoom }: TerminalLooks) {
  return { fontFamily: fontFamily(settings.font), fontSize: zoomed(settings.fontSize, zoom) }
}

/** Puts looks on a terminal, the newest if several come. `refit` is called when its characters may have another size. */
export function createWardrobe(term: Terminal, refit: () => void) {
  let newest: TerminalLooks | null = null
  let undrawLigatures: (() => void) | null = null

  /** xterm can join characters only once it is opened. */
  function ligatures(drawn: boolean): void {
    if (term.element === undefined || drawn === (undrawLigatures !== null)) return
    undrawLigatures?.()
    undrawLigatures = drawn ? drawLigatures(term) : null
  }

  return {
    /** Resolves when the font is loaded and put on. */
    async wear(looks: TerminalLooks): Promise<void> {
      newest = looks
      Object.assign(term.options, lookOptions(looks))
      const font = fontOptions(looks)
      await fontLoaded(looks.settings.font, font.fontSize)
      if (newest !== looks) return
      Object.assign(term.options, font)
      ligatures(looks.settings.ligatures)
      refit()
    },
  }
}
