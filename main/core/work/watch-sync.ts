import type { SyncRun } from '../../../contract/sync.js'
import type { CallOptions } from '../lib/service.js'
import type { App } from '../services.js'
import { unsaidByCloud, type Watched } from './during.js'
import type { Piece, PieceOfWork } from './work-list.js'

/** The run of a sync, from its beginning or, where an earlier run of the program has left something of it, from the first opening of the vault on. */
export function watchSync(
  { sync, vault }: Pick<App, 'sync' | 'vault'>,
  { list, follow, signal }: Watched,
): { sync: App['sync']; close(): void } {
  function begin({ id, accounts }: SyncRun, more: Partial<PieceOfWork>): Piece {
    return list.begin({
      ...{ kind: 'sync', name: accounts.map(({ name }) => name).join(', '), place: { kind: 'sync' } },
      retry: (mine) => followed(sync.resume(undefined, mine), mine),
      dismissed: () => dismiss(id),
      ...more,
    })
  }

  async function toEnd(begun: SyncRun, { caller }: CallOptions): Promise<void> {
    const piece = begin(begun, { caller, cancel: () => sync.cancel(undefined, {}) })
    let last: SyncRun | null = null
    try {
      for await (const run of await sync.watch(undefined, { signal })) {
        if (run === null || run.id !== begun.id) break
        last = run
        piece.tell({ progress: { ...doneOf(run), unit: 'parts' } })
        if (run.endedAt !== null) break
      }
    } finally {
      const failures = last?.state === 'ended' ? failuresOf(last) : null
      if (failures === null) piece.end('cancelled')
      else piece.end(failures.length === 0 ? 'done' : { failures })
    }
    await gone(begun, piece)
  }

  /** What an earlier run of the program has left. Of one that was cut off a notice asks at once; it stands here too. */
  async function fromBefore(): Promise<void> {
    for await (const run of await sync.watch(undefined, { signal })) {
      if (run === null || isRunning(run)) return
      const failures = failuresOf(run)
      const isCutOff = run.state === 'interrupted'
      if (!isCutOff && failures.length === 0) return
      const piece = begin(run, { fromBefore: true, toldElsewhere: isCutOff })
      const { done, of } = doneOf(run)
      piece.end({ failures, ...(isCutOff && { cutOff: { done: done - failures.length, of } }) })
      return gone(run, piece)
    }
  }

  /** It was put away, taken up again, or is not the last one any more. */
  async function gone({ id }: SyncRun, piece: Piece): Promise<void> {
    for await (const run of await sync.watch(undefined, { signal }))
      if (run === null || run.id !== id || isRunning(run)) return piece.forget()
  }

  async function dismiss(id: string): Promise<void> {
    for await (const run of await sync.watch(undefined, { signal }))
      return run?.id === id && !isRunning(run) ? sync.dismiss(undefined, {}) : undefined
  }

  async function followed(run: Promise<SyncRun>, options: CallOptions): Promise<SyncRun> {
    follow(toEnd(await run, options))
    return run
  }

  let looked = false
  const forget = vault.onOpen(() => {
    if (looked) return
    looked = true
    follow(fromBefore())
  })
  return {
    sync: {
      ...sync,
      run: (input, options) => followed(sync.run(input, options), options),
      resume: (input, options) => followed(sync.resume(input, options), options),
    },
    close: forget,
  }
}

const isRunning = ({ state }: SyncRun) => state === 'running' || state === 'cancelling'

function doneOf({ steps }: SyncRun) {
  const left = steps.filter(({ state }) => state === 'waiting' || state === 'running').length
  return { done: steps.length - left, of: steps.length }
}

function failuresOf({ steps, accounts }: SyncRun) {
  return steps.flatMap(({ state, keyName, accountId, problem }) => {
    if (state !== 'failed') return []
    const account = accounts.find((one) => one.accountId === accountId)?.name ?? ''
    return { name: `${keyName} on ${account}`, problem: problem ?? unsaidByCloud }
  })
}
