import { createStore } from '../store.js'

/** Whether the palette is open. */
export const paletteOpen = createStore(false)

/** Opens it, or closes it. */
export const togglePalette = (): void => paletteOpen.change((open) => !open)
