import { shownName } from '../../../contract/file-names.js'
import type { Transfer } from '../../../contract/transfers.js'
import type { WorkItem } from '../../../contract/work.js'
import type { App } from '../services.js'
import type { Watched } from './during.js'
import type { Piece } from './work-list.js'

const states = {
  waiting: 'running',
  running: 'running',
  paused: 'paused',
  asking: 'asking',
} as const satisfies Partial<Record<Transfer['state'], WorkItem['state']>>

/** Copies, from the first opening of the vault on: those that an earlier run has left unfinished too. */
export function watchTransfers(
  { transfers, vault }: Pick<App, 'transfers' | 'vault'>,
  { list, follow, signal }: Watched,
): { close(): void } {
  const running = new Map<string, Piece>()
  const ended = new Map<string, Piece>()

  function begin({ id, name, instanceId, instanceName }: Transfer, fromBefore = false): Piece {
    return list.begin({
      ...{ kind: 'copy', name: shownName(name), on: instanceName },
      place: { kind: 'files', instanceId, instanceName },
      cancel: () => transfers.cancel({ ids: [id] }, {}),
      retry: () => transfers.retry({ ids: [id] }, {}),
      replaces: () => false,
      fromBefore,
    })
  }

  function look(all: readonly Transfer[]): void {
    const there = new Set(all.map(({ id }) => id))
    for (const pieces of [running, ended])
      for (const [id, piece] of pieces)
        if (!there.has(id)) {
          piece.end('cancelled')
          piece.forget()
          pieces.delete(id)
        }
    for (const transfer of all) lookAt(transfer)
  }

  function lookAt(transfer: Transfer): void {
    const { id, state, bytes, doneBytes, failed, problems } = transfer
    const shown = state in states ? states[state as keyof typeof states] : null
    if (shown !== null) {
      ended.get(id)?.forget()
      ended.delete(id)
      const piece = running.get(id) ?? begin(transfer)
      running.set(id, piece)
      const progress = bytes > 0 ? { done: doneBytes, of: bytes, unit: 'bytes' as const } : null
      piece.tell({ state: shown, progress, step: shownName(transfer.current ?? '') || null })
      return
    }
    const isNew = !ended.has(id)
    const piece = running.get(id) ?? (isNew && state === 'failed' ? begin(transfer, true) : undefined)
    running.delete(id)
    if (piece === undefined) return
    ended.set(id, piece)
    const failures = problems.map(({ path, problem }) => ({ name: shownName(path), problem }))
    if (state === 'cancelled') piece.end('cancelled')
    else if (state === 'done' && failed === 0) piece.end('done')
    else piece.end({ failures, failed: Math.max(1, failed) })
  }

  let following = false
  const forget = vault.onOpen(() => {
    if (following) return
    following = true
    const all = async () => {
      for await (const now of await transfers.watch(undefined, { signal })) look(now)
    }
    follow(all())
  })
  return { close: forget }
}
