import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'

/**
 * xterm.js keeps a picture of each character in each colour that it has drawn, for ever: random bytes took 14 MB more each
 * minute. After so many pages of them all are thrown away, and the DOM paints for a moment.
 */
export const MOST_PAGES = 40
export const EMPTYING_MS = 1000

/**
 * Paints with WebGL while started, and with the DOM while stopped, without a GPU or after it took its context away. WebGL made
 * in software has each frame read back before the window goes on: a key takes twice as long until it is seen.
 */
export interface Painter {
  start(): void
  stop(): void
}

/** The painter of an opened terminal. Which one paints stands in `data-painter` of the element. */
export function createPainter(term: Terminal, element: HTMLElement): Painter {
  let addon: WebglAddon | null = null
  let emptying: ReturnType<typeof setTimeout> | undefined

  function start(): void {
    if (addon !== null) return
    addon = hasGpu() ? tryWebgl(term) : null
    element.dataset.painter = addon === null ? 'dom' : 'webgl'
    let pages = 0
    addon?.onAddTextureAtlasCanvas(() => {
      pages++
      if (pages === MOST_PAGES) emptying = setTimeout(empty) // not while it draws
    })
  }

  /** The pictures are those of all terminals that look alike, and are gone with the last one's addon: each hears of a page. */
  function empty(): void {
    stop()
    emptying = setTimeout(start, EMPTYING_MS)
  }

  function stop(): void {
    clearTimeout(emptying)
    const contexts = addon === null ? [] : webglContexts(element)
    addon?.dispose()
    addon = null
    element.dataset.painter = 'dom'
    for (const context of contexts) giveBack(context)
  }
  // It doesn't bubble. xterm.js waits three seconds for another context, with nothing to be seen meanwhile.
  element.addEventListener('webglcontextlost', stop, { capture: true })

  return { start, stop }
}

/** What drivers call themselves that have the processor draw: of Chromium, Mesa, Windows and macOS. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render|software/i
let gpu: boolean | null = null

/** Whether this window has WebGL that isn't made in software. Asking for none with a "caveat" isn't enough: Chromium gives SwiftShader. */
function hasGpu(): boolean {
  if (gpu === null) {
    const context = document
      .createElement('canvas')
      .getContext('webgl2', { failIfMajorPerformanceCaveat: true })
    gpu = context !== null && !SOFTWARE.test(driverOf(context))
    if (context !== null) giveBack(context)
  }
  return gpu
}

function driverOf(context: WebGL2RenderingContext): string {
  const info = context.getExtension('WEBGL_debug_renderer_info')
  return String(context.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER))
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
