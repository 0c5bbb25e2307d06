import type { Opening } from '../../../contract/openings.js'
import { rpc } from '../../api/client.js'
import { createStore } from '../store.js'

/** What this page has taken of what the system hands over, until the user has answered. */
export const openingStore = createStore<Opening | null>(null)

let taking = false

/** Takes what waits longest, unless the user is still asked about what came before it, or another page is quicker. */
export async function takeOpening(): Promise<void> {
  if (taking || openingStore.get() !== null) return
  taking = true
  try {
    const taken = await rpc.openings.take()
    openingStore.change(() => taken)
  } catch (error) {
    console.debug('It waits on: the vault was just locked, or the host has gone.', error)
  } finally {
    taking = false
  }
}

export const openingDone = (): void => openingStore.change(() => null)
