import type { ErrorInfo } from '../../../contract/errors.js'
import type { CheckProgress } from '../../../contract/repair.js'
import { inEnglish } from '../../../contract/words/said.js'
import { problemOf } from '../lib/problem.js'
import type { App } from '../services.js'
import { alongside } from './alongside.js'
import { cancelled, during, inSection, isCancelled, type Watched } from './during.js'
import type { Piece, PieceEnd } from './work-list.js'

/** Long work on the vault as a whole: its move, its backup, its check. */
const settings = { name: '', place: inSection('settings'), shownWhereBegun: true }

export function watchMove({ vault }: Pick<App, 'vault'>, watched: Watched): App['vault'] {
  return {
    ...vault,
    move: (input, options) =>
      during(watched, {
        ...{ kind: 'move', ...settings, options },
        cancel: () => vault.cancelMove(undefined, {}),
        job: (_mine, piece) =>
          alongside(
            vault.move(input, options),
            (mine) => vault.watch(undefined, mine),
            ({ move }) => {
              if (move?.state !== 'running') return
              piece.tell({ progress: { done: move.done, of: move.total, unit: 'parts' } })
            },
          ),
        endOf: ({ move }) =>
          move?.state === 'waiting' ? failed(inEnglish(move.label), move.problem) : 'done',
      }),
  }
}

export function watchBackup({ backup }: Pick<App, 'backup'>, watched: Watched): App['backup'] {
  const told = <T>(job: Promise<T>, piece: Piece) =>
    alongside(
      job,
      (mine) => backup.watchWork(undefined, mine),
      (work) => {
        if (work !== null) piece.tell({ progress: { done: work.done, of: work.total, unit: 'parts' } })
      },
    )
  const exported: App['backup']['export'] = (input, options) => {
    const { to, folder, fileName } = input
    return during(watched, {
      ...{ kind: 'backup', ...settings, name: fileName, options },
      job: (mine, piece) => told(backup.export(input, mine), piece),
      ...(to.kind === 'recipient'
        ? { retry: (mine) => exported(input, mine) }
        : { again: { kind: 'backup', folder, fileName } }),
    })
  }
  return {
    ...backup,
    export: exported,
    restore: (input, options) =>
      during(watched, {
        ...{ kind: 'restore', ...settings, options },
        cancel: () => backup.stopRestore(undefined, {}),
        job: (_mine, piece) => told(backup.restore(input, options), piece),
        endOf(results) {
          const failures = results.flatMap(({ name, outcome, problem }) =>
            outcome === 'failed' ? { name, problem: problem ?? unsaid } : [],
          )
          return failures.length === 0 ? 'done' : { failures }
        },
      }),
  }
}

const unsaid: ErrorInfo = { code: 'backup-damaged', message: 'It could not be restored.', retryable: true }

const failed = (name: string, problem: ErrorInfo) => ({ failures: [{ name, problem }] })

export function watchCheck({ repair }: Pick<App, 'repair'>, { list, log }: Watched): App['repair'] {
  async function* told(steps: AsyncIterable<CheckProgress>, stop: AbortController) {
    const piece = list.begin({ kind: 'check', ...settings, cancel: () => stop.abort(cancelled()) })
    let end: PieceEnd = 'cancelled'
    try {
      for await (const progress of steps) {
        if (progress.result !== null) end = 'done'
        piece.tell({ progress: { done: progress.looked, of: progress.of, unit: 'parts' } })
        yield progress
      }
    } catch (error) {
      if (!isCancelled(error)) end = failed('', problemOf(error, 'work.check', log))
      throw error
    } finally {
      piece.end(end)
    }
  }
  return {
    ...repair,
    async check(_nothing, { signal }) {
      const stop = new AbortController()
      const mine = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
      return told(await repair.check(undefined, { signal: mine }), stop)
    },
  }
}
