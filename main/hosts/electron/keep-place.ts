import { type BrowserWindow, screen } from 'electron'
import type { Rect } from './window-place.js'
import type { Seat } from './window-places.js'

/** What of each display is free for windows, the main one first. Needs an app that is ready. */
export function displayAreas(): Rect[] {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  return [main, ...others].map(({ workArea }) => workArea)
}

/** Has a window's place kept for as long as it is there; from the first, so that the next one does not cover it. */
export function keepPlace(window: BrowserWindow, seat: Seat): void {
  const keep = () => {
    if (window.isMinimized()) return
    const bounds = window.getNormalBounds()
    seat.keep({ bounds, maximized: window.isMaximized(), fullScreen: window.isFullScreen() })
  }
  // It is maximized when it is shown.
  if (seat.place === null) keep()
  else seat.keep(seat.place)
  window.on('resize', keep)
  window.on('move', keep)
  window.on('maximize', keep)
  window.on('unmaximize', keep)
  window.on('enter-full-screen', keep)
  window.on('leave-full-screen', keep)
  window.on('closed', () => seat.leave())
}
