import { createStore } from '../store.js'

/** Whether the list of shortcuts is shown. */
export const helpOpen = createStore(false)

export const showHelp = (): void => helpOpen.change(() => true)
