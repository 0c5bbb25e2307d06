import type { BindJob, BindResult } from '../../../contract/bindings.js'
import type { SyncRun } from '../../../contract/sync.js'
import type { Transfer } from '../../../contract/transfers.js'
import type { CallOptions } from '../lib/service.js'
import type { Clock, Log } from '../ports.js'
import type { App } from '../services.js'
import { createLongWork, type Ended, type Finished, type LongWork } from './long-work.js'

interface Parts {
  clock: Pick<Clock, 'elapsed'>
  log: Log
  /** `named`: it may be said what it was done with. */
  tell(finished: Finished, named: boolean): void
}

/** The core, with each piece of long work told of when it has ended, whichever window it was begun in. */
export function tellFinished(app: App, { clock, log, tell }: Parts): App {
  const stop = new AbortController()
  let open = false
  const ears = [
    app.vault.onOpen(() => {
      open = true
    }),
    app.vault.onLock(() => {
      open = false
    }),
  ]
  const work = createLongWork(clock, (finished) => tell(finished, open))
  const follow = (following: Promise<void>) =>
    void following.catch((error) => stop.signal.aborted || log.error('finished.not-followed', error))
  return {
    ...app,
    ...direct(app, work),
    ...withBindings(app, work, follow, stop.signal),
    ...withSync(app, work, follow, stop.signal),
    ...withTransfers(app, work, follow, stop.signal),
    async close() {
      stop.abort()
      for (const forget of ears) forget()
      await app.close()
    },
  }
}

type Follow = (following: Promise<void>) => void

/** What is over when its call is. */
function direct(
  { keys, instances, backup, vault }: App,
  work: LongWork,
): Pick<App, 'keys' | 'instances' | 'backup' | 'vault'> {
  async function during<T>(
    end: (ended: Ended | null) => void,
    about: () => Promise<About> | About,
    job: Promise<T>,
    isWell: (result: T) => boolean = () => true,
  ): Promise<T> {
    try {
      const result = await job
      end({ ...(await about()), ok: isWell(result) })
      return result
    } catch (error) {
      end(isCancelled(error) ? null : { ...(await about()), ok: false })
      throw error
    }
  }
  return {
    keys: {
      ...keys,
      generate: (input, options) =>
        during(work.begin('key'), () => inSection(input.name, 'keys'), keys.generate(input, options)),
    },
    instances: {
      ...instances,
      refresh: (input, options) =>
        during(work.begin('refresh'), () => inSection('', 'instances'), instances.refresh(input, options)),
      async power(input, options) {
        const end = work.begin(input.to === 'running' ? 'start' : 'stop')
        const job = instances.power(input, options)
        const named = instances.get(input.id).catch(() => null)
        return during(end, async () => inSection((await named)?.name ?? '', 'instances'), job)
      },
    },
    backup: {
      ...backup,
      export: (input, options) =>
        during(
          work.begin('backup'),
          () => inSection(input.fileName, 'settings'),
          backup.export(input, options),
        ),
      restore: (input, options) =>
        during(
          work.begin('restore'),
          () => inSection('', 'settings'),
          backup.restore(input, options),
          (rows) => rows.every(({ outcome }) => outcome === 'restored'),
        ),
    },
    vault: {
      ...vault,
      move: (input, options) =>
        during(work.begin('move'), () => inSection('', 'settings'), vault.move(input, options)),
    },
  }
}

type About = Omit<Ended, 'ok'>

const inSection = (name: string, section: 'keys' | 'instances' | 'settings'): About => ({
  name,
  place: { kind: 'section', section },
})

const isCancelled = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'cancelled'

function withBindings(
  { bindings }: App,
  work: LongWork,
  follow: Follow,
  signal: AbortSignal,
): Pick<App, 'bindings'> {
  async function toEnd({ id, batchId, action, instanceName }: BindJob): Promise<void> {
    const end = work.begin(action)
    let result: BindResult | null = null
    try {
      for await (const job of await bindings.watch({ id }, { signal })) result = job.result
    } finally {
      const outcome = result?.outcome ?? 'cancelled'
      const ok = outcome === 'proven' || outcome === 'removed'
      const place = { kind: 'binding' as const, id: batchId ?? id }
      end(outcome === 'cancelled' ? null : { ok, name: instanceName, place })
    }
  }
  return {
    bindings: {
      ...bindings,
      async run(input, options) {
        const job = await bindings.run(input, options)
        follow(toEnd(job))
        return job
      },
      async runMany(input, options) {
        const started = await bindings.runMany(input, options)
        for (const { job } of started) if (job !== null) follow(toEnd(job))
        return started
      },
    },
  }
}

function withSync({ sync }: App, work: LongWork, follow: Follow, signal: AbortSignal): Pick<App, 'sync'> {
  async function toEnd(id: string): Promise<void> {
    const end = work.begin('sync')
    let last: SyncRun | null = null
    try {
      for await (const run of await sync.watch(undefined, { signal })) {
        if (run === null || run.id !== id) break
        last = run
        if (run.endedAt !== null) break
      }
    } finally {
      const ok = last?.steps.every(({ state }) => state !== 'failed') === true
      const name = last?.accounts.map((account) => account.name).join(', ') ?? ''
      end(last?.state === 'ended' ? { ok, name, place: { kind: 'sync' } } : null)
    }
  }
  async function followed(run: Promise<SyncRun>): Promise<SyncRun> {
    const { id } = await run
    follow(toEnd(id))
    return run
  }
  return {
    sync: {
      ...sync,
      run: (input, options) => followed(sync.run(input, options)),
      resume: (input, options) => followed(sync.resume(input, options)),
    },
  }
}

function withTransfers(
  { transfers }: App,
  work: LongWork,
  follow: Follow,
  signal: AbortSignal,
): Pick<App, 'transfers'> {
  let following = false
  const running = new Map<string, (ended: Ended | null) => void>()

  function look(all: readonly Transfer[]): void {
    for (const { id, state, name, failed, instanceId, instanceName } of all) {
      const runs = ['waiting', 'running', 'asking'].includes(state)
      if (runs && !running.has(id)) running.set(id, work.begin('copy'))
      if (runs) continue
      const isOver = state === 'done' || state === 'failed'
      const place = { kind: 'files' as const, instanceId, instanceName }
      running.get(id)?.(isOver ? { ok: state === 'done' && failed === 0, name, place } : null)
      running.delete(id)
    }
  }

  /** From the first that this run begins. Those of before are in the list too, and do not run. */
  function begin(): void {
    if (following) return
    following = true
    const all = async () => {
      for await (const now of await transfers.watch(undefined, { signal })) look(now)
    }
    follow(all())
  }

  const begun =
    <In, Out>(call: (input: In, options: CallOptions) => Out) =>
    (input: In, options: CallOptions): Out => {
      begin()
      return call(input, options)
    }
  const { upload, download, offer, resume, retry } = transfers
  return {
    transfers: {
      ...transfers,
      upload: begun(upload),
      download: begun(download),
      offer: begun(offer),
      resume: begun(resume),
      retry: begun(retry),
    },
  }
}
