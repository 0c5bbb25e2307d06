import type { SessionList } from '../../../contract/session-list.js'
import { defaultDesktop } from '../../../contract/settings.js'
import type { Log } from '../../core/ports.js'
import type { App } from '../../core/services.js'
import { noFacts, recentInstances, type SystemFacts } from './system-facts.js'

/** Tells what tray, dock and notifications have to know: now, and after each change. Until the signal. */
export function tellFacts(
  { sessions, vault, settings, host }: Pick<App, 'sessions' | 'vault' | 'settings' | 'host'>,
  { log, tell, signal }: { log: Log; tell: (facts: SystemFacts) => void; signal: AbortSignal },
): void {
  let list: SessionList = { open: [], recent: [] }
  let facts = noFacts
  let told = ''
  function change(part: Partial<SystemFacts>): void {
    facts = { ...facts, ...part }
    // Names go with the lock, before anything else is looked at.
    const now = { ...facts, recents: facts.open ? recentInstances(list) : [] }
    if (JSON.stringify(now) === told) return
    told = JSON.stringify(now)
    tell(now)
  }
  async function follow<T>(
    values: Promise<AsyncIterable<T>> | AsyncIterable<T>,
    take: (value: T) => unknown,
  ): Promise<void> {
    try {
      for await (const value of await values) await take(value)
    } catch (error) {
      if (!signal.aborted) log.error('desktop.facts-not-followed', error)
    }
  }
  // Not by the vault's status: to know that, a keychain is asked, and nobody has asked for anything yet.
  const ears = [vault.onOpen(() => change({ open: true })), vault.onLock(() => change({ open: false }))]
  signal.addEventListener('abort', () => {
    for (const forget of ears) forget()
  })
  void follow(sessions.watchAll(undefined, { signal }), (now) => {
    list = now
    change({})
  })
  void follow(host.changes(undefined, { signal }), async () => {
    const { desktop = defaultDesktop, language = 'system' } = await settings.get(undefined, {})
    change({ settings: desktop, language })
  })
}
