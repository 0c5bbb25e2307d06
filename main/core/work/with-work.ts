import type { WorkItem } from '../../../contract/work.js'
import type { Clock, Log } from '../ports.js'
import type { App } from '../services.js'
import type { Watched } from './during.js'
import { watchBindings } from './watch-bindings.js'
import { watchAccounts, watchInstances, watchKeys } from './watch-calls.js'
import { watchSync } from './watch-sync.js'
import { watchTransfers } from './watch-transfers.js'
import { watchBackup, watchCheck, watchMove } from './watch-vault.js'
import { createWorkList, type ListedWork } from './work-list.js'

interface Parts {
  clock: Pick<Clock, 'now' | 'elapsed'>
  log: Log
}

/** The core, with each piece of its long work in one list, whichever window began it. */
export function withWork(app: Omit<App, 'work'>, { clock, log }: Parts): App {
  const list = createWorkList(clock, log)
  const stop = new AbortController()
  const watched: Watched = {
    ...{ list, log, signal: stop.signal },
    follow: (following) =>
      void following.catch((error) => stop.signal.aborted || log.error('work.not-followed', error)),
  }
  const transfers = watchTransfers(app, watched)
  const sync = watchSync(app, watched)
  return {
    ...app,
    vault: watchMove(app, watched),
    keys: watchKeys(app, watched),
    accounts: watchAccounts(app, watched),
    instances: watchInstances(app, watched),
    bindings: watchBindings(app, watched),
    sync: sync.sync,
    backup: watchBackup(app, watched),
    repair: watchCheck(app, watched),
    work: {
      watch: async (_nothing, { signal, caller }) => seenBy(list.items.watch(signal), caller),
      cancel: async ({ id }) => list.cancel(id),
      retry: async ({ id }, options) => list.retry(id, options),
      read: async ({ ids }) => list.read(ids),
      dismiss: async ({ ids }) => list.dismiss(ids),
      listen: list.listen,
    },
    async close() {
      stop.abort()
      transfers.close()
      sync.close()
      await app.close()
    },
  }
}

async function* seenBy(lists: AsyncIterable<ListedWork[]>, watcher: string | undefined) {
  for await (const list of lists)
    yield list.map(
      ({ caller, ...item }): WorkItem => ({ ...item, begunHere: caller !== null && caller === watcher }),
    )
}
