import type { SyncRun } from '../../../contract/sync.js'
import type { CallOptions } from '../lib/service.js'
import type { App } from '../services.js'
import { unsaidByCloud, type Watched } from './during.js'

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
