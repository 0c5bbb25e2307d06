import type { Clock, Log } from '../ports.js'
import type { App } from '../services.js'
import type { Watched } from './during.js'
import { watchAccounts, watchInstances, watchKeys } from './watch-calls.js'
import { watchBindings, watchSync } from './watch-jobs.js'
import { watchTransfers } from './watch-transfers.js'
import { watchBackup, watchCheck, watchMove } from './watch-vault.js'
import { createWorkList } from './work-list.js'

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
  return {
    ...app,
    vault: watchMove(app, watched),
    keys: watchKeys(app, watched),
    accounts: watchAccounts(app, watched),
    instances: watchInstances(app, watched),
    bindings: watchBindings(app, watched),
    sync: watchSync(app, watched),
    backup: watchBackup(app, watched),
    repair: watchCheck(app, watched),
    work: {
      watch: async (_nothing, { signal }) => list.items.watch(signal),
      cancel: async ({ id }) => list.cancel(id),
      retry: async ({ id }) => list.retry(id),
      read: async ({ ids }) => list.read(ids),
      dismiss: async ({ ids }) => list.dismiss(ids),
      listen: list.listen,
    },
    async close() {
      stop.abort()
      transfers.close()
      await app.close()
    },
  }
}
