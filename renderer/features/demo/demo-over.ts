import { rpc } from '../../api/client.js'
import { desktop } from '../../api/desktop-port.js'
import { HostGone } from '../../api/errors.js'
import { createStore } from '../store.js'

/** The demo that this page was of has been left. `back`: the page that it was opened from. */
export const demoOver = createStore<{ back: string | null } | null>(null)

/** Ends the demo and deletes all of it, with what this page has kept in the browser. Throws what the host refuses with. */
export async function leaveDemo(back: string | null): Promise<void> {
  try {
    await rpc.demo.leave()
  } catch (error) {
    if (!(error instanceof HostGone)) throw error // it was quicker to end than to answer
  }
  if (desktop === undefined) {
    sessionStorage.clear()
    localStorage.clear()
  }
  demoOver.change(() => ({ back }))
}
