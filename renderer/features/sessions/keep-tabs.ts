import type { LeftTabs } from '../../../contract/tabs.js'
import { rpc } from '../../api/client.js'
import { windowName } from '../../api/window-name.js'
import { terminalPart } from '../../terminal/terminal-part.js'
import { arrangementOf } from './arrangement.js'
import { connectionOpen, isHostLost } from './connections.js'
import { openKept } from './sessions.js'
import { noTerminals } from './tabs.js'
import { terminalStore } from './terminals.js'

/*
 * The host knows the tabs of each window while it is there (contract/tabs.ts), and gives those of windows that are gone to
 * the next one: after a restart, and after a crash or reload of the page, with the sessions in them.
 */

/** A divider that is dragged is kept once it has come to rest, or so often. */
const PAUSE_MS = 1_000

const windowId = windowName()
let begun = false
let told = JSON.stringify(arrangementOf(noTerminals))
let due = false
/** A page that crashes has no time to tell: which sessions it has must be known by then. */
let sessionsTold = ''
const sessionsHere = () =>
  terminalStore
    .get()
    .panes.map(({ session }) => session?.id)
    .join()

/** Opens what windows that are gone have left, if this one `takes` it, and keeps its own from then on. Once for a window. */
export function keepTabs(takes: boolean): void {
  if (begun) return
  begun = true
  void follow(takes)
}

async function follow(takes: boolean): Promise<void> {
  for (let first = true; ; ) {
    try {
      for await (const left of await rpc.tabs.open({ windowId, takes: takes && first })) {
        if (first) await begin(left)
        else told = 'before the host was lost'
        first = false
        tellSoon()
      }
      return
    } catch (error) {
      if (!isHostLost(error)) return console.error('Tabs are not kept.', error)
      await connectionOpen()
    }
  }
}

/** Nothing is told of this window before it has what was left: it would be that there is nothing. */
async function begin({ arrangement, connects }: LeftTabs): Promise<void> {
  if (arrangement !== null) {
    await terminalPart.load()
    openKept(arrangement, connects)
  }
  terminalStore.subscribe(tellSoon)
  window.addEventListener('pagehide', tell)
}

function tellSoon(): void {
  if (sessionsHere() !== sessionsTold) tell()
  if (due) return
  due = true
  setTimeout(() => {
    due = false
    tell()
  }, PAUSE_MS)
}

/** Nobody can do anything about it where it fails: the next change tries again. */
function tell(): void {
  sessionsTold = sessionsHere()
  const arrangement = arrangementOf(terminalStore.get())
  const now = JSON.stringify(arrangement)
  if (now === told) return
  told = now
  rpc.tabs.keep({ windowId, arrangement }).catch((error: unknown) => {
    told = 'not kept'
    console.debug('The tabs were not kept.', error)
  })
}
