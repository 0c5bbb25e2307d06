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
    const contexts = addon === null ? [] : webglContexts(element)
    addon?.dispose()
    addon = null
    element.dataset.painter = 'dom'
    for (const context of contexts) giveBack(context)
  }
  // It doesn't bubble. xterm.js waits three seconds for another context, with nothing to be seen meanwhile.
  element.addEventListener('webglcontextlost', stop, { capture: true })

  return {
    start() {
      if (addon !== null) return
      addon = tryWebgl(term)
      element.dataset.painter = addon === null ? 'dom' : 'webgl'
    },
    stop,
  }
}

function tryWebgl(term: Terminal): WebglAddon | null {
  const addon = new WebglAddon()
  try {
    term.loadAddon(addon)
  } catch (error) {
    console.info('This terminal is painted without WebGL.', error)
    addon.dispose()
    return null
  }
  return addon
}

function webglContexts(element: HTMLElement): WebGL2RenderingContext[] {
  // A canvas that has another kind of context answers null.
  return [...element.querySelectorAll('canvas')].flatMap((canvas) => canvas.getContext('webgl2') ?? [])
}

/** At once: a page may have 16, those of canvases that are gone count until they are collected, and the oldest is taken away. */
function giveBack(context: WebGL2RenderingContext): void {
  context.getExtension('WEBGL_lose_context')?.loseContext()
}
