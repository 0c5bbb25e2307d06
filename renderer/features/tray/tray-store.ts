import { createStore } from '../store.js'

/** The tray with the long work is open in this window. */
export const trayOpen = createStore(false)

export function toggleTray(): void {
  trayOpen.change((open) => !open)
}
