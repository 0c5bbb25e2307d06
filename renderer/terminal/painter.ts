import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'

/** Paints with WebGL while started, and with the DOM while stopped, without WebGL or after the GPU took its context away. */
export interface Painter {
  start(): void
  stop(): void
}

/** The painter of an opened terminal. Which one paints stands in `data-painter` of the element. */
export function createPainter(term: Terminal, element: HTMLElement): Painter {
  let addon: WebglAddon | null = null

  function stop(): void {
    addon?.dispose()
    addon = null
    element.dataset.painter = 'dom'
  }

  return {
    start() {
      if (addon !== null) return
      addon = tryWebgl(term, stop)
      element.dataset.painter = addon === null ? 'dom' : 'webgl'
    },
    stop,
  }
}

function tryWebgl(term: Terminal, onLost: () => void): WebglAddon | null {
  const addon = new WebglAddon()
  try {
    term.loadAddon(addon)
  } catch (error) {
    console.info('This terminal is painted without WebGL.', error)
    addon.dispose()
    return null
  }
  addon.onContextLoss(onLost)
  return addon
}
