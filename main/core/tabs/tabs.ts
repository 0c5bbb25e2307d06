import { z } from 'zod'
import { Arrangement, type KeptPane, keptPaneIds } from '../../../contract/tabs.js'
import { createLiveValue } from '../lib/live-value.js'
import { parseDocument } from '../lib/parse-document.js'
import type { DocumentStore, Log, ProfileStore } from '../ports.js'
import type { TabsService } from '../services.js'
import { joined } from './joined.js'

const Document = z.object({
  version: z.literal(1),
  windows: z.array(z.object({ id: z.string(), arrangement: Arrangement })),
})

interface Parts {
  store: DocumentStore
  profile: Pick<ProfileStore, 'read'>
  /** Whether a session goes on. */
  isLive(sessionId: string): boolean
  /** Whether a window that has no page now will have one again: what it has left is for itself. */
  isKept?: (windowId: string) => boolean
  log: Log
}

/**
 * The tabs of each window, on the disk for the next start. A browser's windows have no names that outlast them: whatever is
 * left of those that are gone, by a restart or because they were closed, is for the next one that comes, all of it together,
 * with the sessions that wait for a page. The desktop's have, and each gets its own. What can't be read or written is logged, and lost: sessions can be opened again by hand.
 */
export function createTabs({ store, profile, isLive, isKept = () => false, log }: Parts): TabsService {
  /** The windows that are there now, each by its newest call: one that has come back may end its old one later. */
  const here = new Map<string, object>()
  /** Windows that the user has closed; their pages may say a last word later. */
  const forgotten = new Set<string>()
  let loaded: Promise<Map<string, Arrangement>> | null = null
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | null = null

  function windows(): Promise<Map<string, Arrangement>> {
    loaded ??= load(store, log)
    return loaded
  }

  /** Those who change something while a write runs share the next one. */
  function save(): Promise<void> {
    next ??= running.then(async () => {
      next = null
      running = write(store, log, await windows())
      return running
    })
    return next
  }

  /**
   * What windows have left that are gone, and this one itself, which shows what it had in front; it belongs to this one from
   * now on, or is forgotten where nobody wants it.
   */
  function taken(all: Map<string, Arrangement>, windowId: string): Arrangement | null {
    const own = [...all].filter(([id]) => id === windowId)
    const others = [...all].filter(([id]) => id !== windowId && !here.has(id) && !isKept(id))
    const left = [...others, ...own]
    if (left.length === 0) return null
    for (const [id] of left) all.delete(id)
    const kept = withoutEnded(joined(left.map(([, one]) => one)), isLive)
    const wanted = profile.read().settings.terminal.restore !== 'none'
    const arrangement = wanted ? kept : onlyLive(kept)
    if (arrangement.panes.length > 0) all.set(windowId, arrangement)
    void save()
    return arrangement.panes.length > 0 ? arrangement : null
  }

  return {
    async open({ windowId, takes }, { signal }) {
      const all = await windows()
      const arrangement = takes ? taken(all, windowId) : null
      const connects = profile.read().settings.terminal.restore === 'connect'
      const call = {}
      here.set(windowId, call)
      const leave = () => here.get(windowId) === call && here.delete(windowId)
      signal?.addEventListener('abort', leave, { once: true })
      if (signal?.aborted) leave()
      return createLiveValue({ arrangement, connects }).watch(signal)
    },
    async keep({ windowId, arrangement }) {
      const all = await windows()
      if (forgotten.has(windowId)) return
      all.delete(windowId)
      if (arrangement.panes.length > 0) all.set(windowId, arrangement)
      await save()
    },
    async forget(windowId) {
      forgotten.add(windowId)
      const all = await windows()
      if (all.delete(windowId)) await save()
    },
    settled: () => next ?? running,
  }
}

async function load(store: DocumentStore, log: Log): Promise<Map<string, Arrangement>> {
  const known = parseDocument(await store.read(), Document, log, 'tabs.dropped')
  return new Map(known?.windows.map(({ id, arrangement }) => [id, arrangement]))
}

async function write(store: DocumentStore, log: Log, all: Map<string, Arrangement>): Promise<void> {
  const windows = [...all].map(([id, arrangement]) => ({
    id,
    arrangement: withoutEnded(arrangement, () => false),
  }))
  try {
    await store.write({ version: 1, windows })
  } catch (error) {
    log.error('tabs.not-written', error)
  }
}

function withoutEnded(arrangement: Arrangement, isLive: Parts['isLive']): Arrangement {
  const without = ({ sessionId, ...pane }: KeptPane): KeptPane =>
    sessionId !== undefined && isLive(sessionId) ? { ...pane, sessionId } : pane
  return { ...arrangement, panes: arrangement.panes.map(without) }
}

/** The tabs in which something goes on: no setting has a page that crashed lose that. */
function onlyLive({ panes, tabs, active, full }: Arrangement): Arrangement {
  const live = new Set(panes.filter(({ sessionId }) => sessionId !== undefined).map(({ id }) => id))
  const left = tabs.filter(({ layout }) => keptPaneIds(layout).some((id) => live.has(id)))
  const ids = new Set(left.flatMap(({ layout }) => keptPaneIds(layout)))
  const front = active === null ? undefined : tabs[active]
  const shown = front === undefined ? -1 : left.indexOf(front)
  return {
    panes: panes.filter(({ id }) => ids.has(id)),
    tabs: left,
    active: left.length === 0 ? null : Math.max(shown, 0),
    full,
  }
}
