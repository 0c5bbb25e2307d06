import type { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { UnderWay } from '../main/hosts/electron/closing-words.js'
import { testLog } from './helpers/memory-profile.js'

/* What each of several windows of the desktop app is given and asked, with stand-ins for Electron's own. */

interface Options {
  webPreferences: Record<string, unknown>
}

const electron = vi.hoisted(() => ({ opened: [] as unknown[], asked: [] as string[], answer: 1 }))

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  class BrowserWindow extends Emitter {
    options: Options
    loaded: string[] = []
    webContents = Object.assign(new Emitter(), { mainFrame: { url: '' }, reload: vi.fn() })
    constructor(options: Options) {
      super()
      this.options = options
      electron.opened.push(this)
    }
    async loadURL(url: string) {
      this.loaded.push(url)
      this.webContents.mainFrame.url = url
    }
    isMinimized = () => false
    isMaximized = () => false
    isFullScreen = () => false
    isDestroyed = () => false
    getNormalBounds = () => ({ x: 10, y: 30, width: 1280, height: 820 })
    show = () => undefined
    focus = () => this.emit('focus')
    /** As a person does, or a quit. */
    close() {
      const event = { preventDefault: vi.fn() }
      this.emit('close', event)
      if (event.preventDefault.mock.calls.length === 0) this.emit('closed')
    }
  }
  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }
  return {
    BrowserWindow,
    dialog: {
      showMessageBoxSync: (_window: unknown, { message }: { message: string }) => {
        electron.asked.push(message)
        return electron.answer
      },
    },
    nativeTheme: { shouldUseDarkColors: false },
    screen: { getPrimaryDisplay: () => display, getAllDisplays: () => [display] },
    shell: {},
  }
})

const { createWindows, lostWithWindow } = await import('../main/hosts/electron/windows.js')
const { windowPlaces } = await import('../main/hosts/electron/window-places.js')
const { windowOrder } = await import('../main/hosts/electron/window-order.js')
const { REQUIRED_PREFERENCES } = await import('./helpers/desktop-source.js')

type Frame = Parameters<ReturnType<typeof createWindows>['windowOf']>[0]
interface Fake extends EventEmitter {
  options: Options
  loaded: string[]
  webContents: EventEmitter & { mainFrame: { url: string } }
  close(): void
}

const windows = () => electron.opened as Fake[]
const one = (n: number) => windows()[n] as Fake
const nameOf = (window: Fake) => new URLSearchParams(new URL(window.loaded[0] ?? '').hash.slice(1))
const frameOf = (window: Fake) => window.webContents.mainFrame as unknown as Frame

beforeEach(() => {
  vi.useFakeTimers()
  electron.opened.length = 0
  electron.asked.length = 0
  electron.answer = 1
})
afterEach(() => {
  vi.useRealTimers()
})

async function start(terminals: Record<number, number> = {}, content: unknown = null) {
  const written: unknown[] = []
  const file = { read: async () => content, write: async (document: unknown) => void written.push(document) }
  const state = { ending: false }
  const places = await windowPlaces(file, testLog(), () => state.ending)
  const told: string[][] = []
  const core = {
    ...{ ready: Promise.resolve(), log: testLog(), windows: (ids: string[]) => told.push(ids) },
    windowClosed: vi.fn(),
    terminalsOf: (id: string) => terminals[windows().findIndex((w) => nameOf(w).get('window') === id)] ?? 0,
    underWay: (): UnderWay => ({
      ...{ bindings: 1, forwards: 2 },
      terminals: Object.values(terminals).reduce((sum, count) => sum + count, 0),
    }),
  }
  const app = createWindows({
    ...{ core, places, preload: '/preload.cjs', devTools: false },
    isEnding: () => state.ending,
    goesOnWithout: () => false,
  })
  return { app, core, told, state, places, written }
}

it('gives every window all preferences of the checklist, the guards of its page, and its own name', async () => {
  const { app, told } = await start()
  app.show()
  app.open()
  app.open('4f3a1a52-0000-4000-8000-000000000001')
  expect(windows()).toHaveLength(3)
  for (const window of windows()) {
    expect(Object.keys(window.options.webPreferences)).toEqual(expect.arrayContaining(REQUIRED_PREFERENCES))
    expect(window.options.webPreferences).toMatchObject({ contextIsolation: true, sandbox: true })
    expect(window.webContents.listenerCount('render-process-gone')).toBe(1)
    expect(window.loaded).toEqual([expect.stringMatching(/^app:\/\/latchkey\/#window=[\da-f-]{36}/)])
  }
  expect(windows().map((window) => nameOf(window).get('move'))).toEqual([
    ...[null, null, '4f3a1a52-0000-4000-8000-000000000001'],
  ])
  expect(new Set(told.at(-1))).toEqual(new Set(windows().map((window) => nameOf(window).get('window'))))
})

it('knows each page by its window, and no other frame', async () => {
  const { app } = await start()
  app.show()
  app.open()
  expect(windows().map((window) => app.windowOf(frameOf(window)))).toEqual(
    windows().map((window) => nameOf(window).get('window')),
  )
  for (const frame of [null, { url: 'app://latchkey/' }] as Frame[]) expect(app.windowOf(frame)).toBeNull()
  one(1).webContents.mainFrame.url = 'https://evil.example/'
  expect(app.windowOf(frameOf(one(1)))).toBeNull()
})

it('asks about a window’s own terminals where others are there, and about all that ends with the last one', async () => {
  const { app, core } = await start({ 0: 2, 1: 1 })
  app.show()
  app.open()
  app.open()
  one(2).close()
  expect(electron.asked, 'nothing is lost with it').toEqual([])
  expect(core.windowClosed.mock.calls).toEqual([[nameOf(one(2)).get('window'), false]])

  one(0).close()
  expect(electron.asked).toEqual(['2 terminals are open.'])
  expect(core.windowClosed).toHaveBeenCalledOnce()
  electron.answer = 0
  one(0).close()
  expect(core.windowClosed).toHaveBeenLastCalledWith(nameOf(one(0)).get('window'), false)
  one(1).close()
  expect(electron.asked.at(-1)).toBe('One binding is under way, 3 terminals are open, and 2 forwards are on.')
  expect(core.windowClosed).toHaveBeenLastCalledWith(nameOf(one(1)).get('window'), true)
  expect(app.front()).toBeNull()
})

it('asks no window once the user has said yes to the end of all, and opens them again at the next start', async () => {
  const { app, core, state, places, written } = await start({ 0: 1, 1: 1 })
  app.show()
  app.open()
  const names = windows().map((window) => nameOf(window).get('window'))
  state.ending = true
  for (const window of windows()) window.close()
  expect(electron.asked).toEqual([])
  expect(core.windowClosed.mock.calls).toEqual(names.map((name) => [name, true]))
  await places.settled()

  electron.opened.length = 0
  const next = await start({}, written.at(-1))
  next.app.show()
  expect(new Set(windows().map((window) => nameOf(window).get('window')))).toEqual(new Set(names))
  expect(new Set(next.told.at(-1))).toEqual(new Set(names))
})

it('shows the window that was in front last, and opens so many at most', async () => {
  const { app } = await start()
  app.show()
  app.open()
  one(0).emit('focus')
  expect(app.front()).toBe(one(0))
  expect(app.show()).toBe(one(0))
  expect(windows()).toHaveLength(2)
  one(0).close()
  expect(app.front()).toBe(one(1))
  for (let n = 0; n < 30; n++) app.open()
  expect(windows()).toHaveLength(21)
  expect(app.show()).toBe(one(20))
})

it('loses with a window that is not the last no work that goes on without it', () => {
  const underWay = { terminals: 3, bindings: 1, forwards: 2 }
  expect(lostWithWindow(underWay, { terminals: 1, isLast: false, goesOn: false })).toMatchObject({
    ...{ terminals: 1, bindings: 0, forwards: 0 },
  })
  expect(lostWithWindow(underWay, { terminals: 1, isLast: true, goesOn: false })).toEqual(underWay)
  expect(lostWithWindow(underWay, { terminals: 1, isLast: true, goesOn: true })).toMatchObject({
    bindings: 0,
  })
})

it('keeps windows in the order in which they were in front', () => {
  const told: string[][] = []
  const order = windowOrder<string>((ids) => told.push(ids))
  order.add('a', 'A')
  order.add('b', 'B')
  order.toFront('a')
  order.toFront('gone')
  expect([order.front(), order.ids(), order.get('b'), order.get('gone')]).toEqual([
    'A',
    ['a', 'b'],
    'B',
    null,
  ])
  order.remove('a')
  expect([order.front(), order.find((window) => window === 'B'), told.at(-1)]).toEqual(['B', 'b', ['b']])
})
