import type { BrowserWindow, WebFrameMain } from 'electron'
import { lostWith, type UnderWay } from './closing-words.js'
import type { KeptCore } from './keep-core.js'
import { displayAreas, keepPlace } from './keep-place.js'
import { isPage, pageOf } from './security.js'
import { askBeforeClosing, createWindow, focusWindow, reloadWhenGone } from './window.js'
import { windowOrder } from './window-order.js'
import { MOST_WINDOWS, type Seat, type WindowPlaces } from './window-places.js'

/** The windows of the app: all alike, each with a page and sessions of its own. */
export interface Windows {
  /**
   * Opens a further one, for the pane of that name if there is one. Where none is there, or too many are, it does what `show`
   * does.
   */
  open(move?: string): BrowserWindow
  /** Brings the one that was in front last to the front. Where none is there, opens those that were there last. */
  show(): BrowserWindow
  /** The one that is in front, or was last; null where there is none. */
  front(): BrowserWindow | null
  get(id: string): BrowserWindow | null
  /** The window whose page a frame is; null for any other frame. */
  windowOf(frame: WebFrameMain | null): string | null
}

export interface WindowsParts {
  core: Pick<KeptCore, 'ready' | 'log' | 'windows' | 'windowClosed' | 'underWay' | 'terminalsOf'>
  places: WindowPlaces
  preload: string
  devTools: boolean
  /** All of Latchkey ends, and nobody is asked any more. */
  isEnding(): boolean
  /** Whether Latchkey goes on without its last window. */
  goesOnWithout(): boolean
}

/** What goes with one window: its terminals where others are there, else what goes with the last one. */
export function lostWithWindow(
  underWay: UnderWay,
  { terminals, isLast, goesOn }: { terminals: number; isLast: boolean; goesOn: boolean },
): UnderWay {
  return isLast ? lostWith(underWay, goesOn) : { ...lostWith(underWay, true), terminals }
}

/** Needs an app that is ready. */
export function createWindows(parts: WindowsParts): Windows {
  const { core, places, preload, devTools } = parts
  const order = windowOrder<BrowserWindow>((ids) => core.windows(ids))

  function lost(id: string): UnderWay {
    const isLast = order.ids().length === 1
    const goesOn = parts.goesOnWithout()
    return lostWithWindow(core.underWay(), { terminals: core.terminalsOf(id), isLast, goesOn })
  }

  function openAt(seat: Seat, move?: string): BrowserWindow {
    const { id } = seat
    const window = createWindow(preload, devTools, core.ready, seat.place)
    order.add(id, window)
    keepPlace(window, seat)
    askBeforeClosing(window, () => (parts.isEnding() ? null : lost(id)))
    reloadWhenGone(window, core.log)
    window.on('focus', () => order.toFront(id))
    window.on('closed', () => {
      order.remove(id)
      core.windowClosed(id, parts.isEnding() || order.ids().length === 0)
    })
    window.loadURL(pageOf(id, move)).catch((error) => core.log.error('desktop.page-not-loaded', error))
    return window
  }

  function show(): BrowserWindow {
    const front = order.front()
    if (front !== null) return focusWindow(front)
    const [first = places.take(displayAreas()), ...others] = places.takeLast(displayAreas())
    // All are known before a page comes: what each has left is for itself.
    for (const seat of others.reverse()) openAt(seat)
    return openAt(first)
  }

  return {
    open(move) {
      const { length } = order.ids()
      return length > 0 && length < MOST_WINDOWS ? openAt(places.take(displayAreas()), move) : show()
    },
    show,
    front: order.front,
    get: order.get,
    windowOf: (frame) =>
      frame !== null && isPage(frame.url)
        ? order.find(({ webContents }) => webContents.mainFrame === frame)
        : null,
  }
}
