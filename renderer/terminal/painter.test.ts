import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const addons = vi.hoisted(() => ({ made: [] as { disposed: boolean; addPage: () => void }[] }))

vi.mock('@xterm/addon-webgl', () => ({
  WebglAddon: class {
    disposed = false
    addPage: () => void = () => undefined
    constructor() {
      addons.made.push(this)
    }
    onAddTextureAtlasCanvas(listener: () => void) {
      this.addPage = listener
    }
    dispose() {
      this.disposed = true
    }
  },
}))

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
  addons.made.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A terminal's painter in a window whose WebGL is drawn by `driver`. */
async function painterOn(driver: string | null) {
  const context = { RENDERER: 7937, getExtension: () => null, getParameter: () => driver }
  const canvas = { getContext: () => (driver === null ? null : context) }
  vi.stubGlobal('document', { createElement: () => canvas })
  const dataset: Record<string, string> = {}
  const element = { dataset, addEventListener: () => undefined, querySelectorAll: () => [] }
  const { createPainter, ...limits } = await import('./painter.js')
  const term = { loadAddon: (addon: unknown) => expect(addon).toBeInstanceOf(WebglAddon) }
  const painter = createPainter(term as unknown as Terminal, element as unknown as HTMLElement)
  return { ...painter, ...limits, paints: () => dataset.painter }
}

it.each([
  'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)',
  'ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)',
  'NVIDIA GeForce GTX 980/PCIe/SSE2',
])('%s paints with WebGL', async (driver) => {
  const { start, paints } = await painterOn(driver)
  start()
  expect(paints()).toBe('webgl')
})

it.each([
  'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
  'llvmpipe (LLVM 15.0.6, 256 bits)',
  'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)',
  null,
])('%s leaves it to the DOM', async (driver) => {
  const { start, paints } = await painterOn(driver)
  start()
  expect(paints()).toBe('dom')
  expect(addons.made).toHaveLength(0)
})

it('throws the pictures of characters away when they are very many, and goes on with new ones', async () => {
  const { start, stop, paints, MOST_PAGES, EMPTYING_MS } = await painterOn('A GPU')
  start()
  const [first] = addons.made
  for (let page = 0; page < MOST_PAGES; page++) first?.addPage()
  expect(first?.disposed, 'not while it draws').toBe(false)
  vi.advanceTimersByTime(0)
  expect(first?.disposed).toBe(true)
  expect(paints()).toBe('dom')
  vi.advanceTimersByTime(EMPTYING_MS)
  expect(paints()).toBe('webgl')
  for (let page = 0; page < MOST_PAGES; page++) addons.made[1]?.addPage()
  stop()
  vi.advanceTimersByTime(10 * EMPTYING_MS)
  expect(paints(), 'out of sight it stays stopped').toBe('dom')
})
