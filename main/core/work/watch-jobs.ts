import type { BindJob, BindResult } from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import type { SyncRun } from '../../../contract/sync.js'
import type { CallOptions } from '../lib/service.js'
import type { App } from '../services.js'
import { nameOfKey, unsaidByCloud, type Watched } from './during.js'

/** Work that goes on in the core after the call that began it: bindings, and the run of a sync. */

export function watchBindings(
  { bindings, keys }: Pick<App, 'bindings' | 'keys'>,
  { list, follow, signal }: Watched,
): App['bindings'] {
  async function toEnd(job: BindJob, { caller }: CallOptions): Promise<void> {
    const { id, batchId, action, instanceName, keyId } = job
    const piece = list.begin({
      caller,
      ...{ kind: action, name: nameOfKey(keys, keyId), on: instanceName },
      ...(batchId !== null && { batch: batchId }),
      place: { kind: 'binding', id: batchId ?? id },
      cancel: () => bindings.cancel({ id }, {}),
    })
    let result: BindResult | null = null
    try {
      for await (const now of await bindings.watch({ id }, { signal })) {
        result = now.result
        piece.tell({ step: now.steps.find(({ state }) => state === 'running')?.label ?? null })
      }
    } finally {
      const outcome = result?.outcome ?? 'cancelled'
      if (result === null || outcome === 'cancelled') piece.end('cancelled')
      else if (outcome === 'proven' || outcome === 'removed') piece.end('done')
      else piece.end({ failures: [{ name: instanceName, problem: problemOf(result) }] })
    }
  }
  return {
    ...bindings,
    async run(input, options) {
      const job = await bindings.run(input, options)
      follow(toEnd(job, options))
      return job
    },
    async runMany(input, options) {
      const started = await bindings.runMany(input, options)
      for (const { job } of started) if (job !== null) follow(toEnd(job, options))
      return started
    },
  }
}

/** What the job itself says of its end comes first; the problem has the details. */
function problemOf({ message, advice, problem }: BindResult): ErrorInfo {
  const said = { message, ...(advice !== undefined && { advice }) }
  return { code: 'ssh-auth-refused', retryable: true, ...problem, ...said }
}

export function watchSync({ sync }: Pick<App, 'sync'>, { list, follow, signal }: Watched): App['sync'] {
  async function toEnd(id: string, name: string, { caller }: CallOptions): Promise<void> {
    const piece = list.begin({
      caller,
      ...{ kind: 'sync', name, place: { kind: 'sync' } },
      cancel: () => sync.cancel(undefined, {}),
      retry: (mine) => followed(sync.resume(undefined, mine), mine),
    })
    let last: SyncRun | null = null
    try {
      for await (const run of await sync.watch(undefined, { signal })) {
        if (run === null || run.id !== id) break
        last = run
        const done = run.steps.filter(({ state }) => state !== 'waiting' && state !== 'running').length
        piece.tell({ progress: { done, of: run.steps.length, unit: 'parts' } })
        if (run.endedAt !== null) break
      }
    } finally {
      if (last?.state !== 'ended') piece.end('cancelled')
      else {
        const failures = failuresOf(last)
        piece.end(failures.length === 0 ? 'done' : { failures })
      }
    }
  }
  async function followed(run: Promise<SyncRun>, options: CallOptions): Promise<SyncRun> {
    const { id, accounts } = await run
    follow(toEnd(id, accounts.map(({ name }) => name).join(', '), options))
    return run
  }
  return {
    ...sync,
    run: (input, options) => followed(sync.run(input, options), options),
    resume: (input, options) => followed(sync.resume(input, options), options),
  }
}

function failuresOf({ steps, accounts }: SyncRun) {
  return steps.flatMap(({ state, keyName, accountId, problem }) => {
    if (state !== 'failed') return []
    const account = accounts.find((one) => one.accountId === accountId)?.name ?? ''
    return { name: `${keyName} on ${account}`, problem: problem ?? unsaidByCloud }
  })
}
