import type { ErrorInfo } from '../../../contract/errors.js'
import type { WorkPlace } from '../../../contract/finished-work.js'
import type { WorkAgain } from '../../../contract/work-again.js'
import { LatchkeyError } from '../lib/error.js'
import { problemOf } from '../lib/problem.js'
import type { CallOptions } from '../lib/service.js'
import type { Log } from '../ports.js'
import type { KeysService } from '../services.js'
import type { Piece, PieceEnd, PieceOfWork, WorkList } from './work-list.js'

/** What the parts of the core are watched with. */
export interface Watched {
  list: WorkList
  log: Log
  /** Aborted when the core ends. */
  signal: AbortSignal
  /** Has it followed to its end; a failure of the following itself stands in the log. */
  follow(following: Promise<void>): void
}

export const cancelled = () => new LatchkeyError('cancelled', 'This was cancelled.', { retryable: true })

/** Also by an aborted signal alone, whose error has a code of its own. */
export const isCancelled = (error: unknown) =>
  error instanceof Error && (error.name === 'AbortError' || ('code' in error && error.code === 'cancelled'))

interface During<T> extends Omit<PieceOfWork, 'cancel'> {
  /** By default the call's signal, which is then aborted. */
  cancel?: () => unknown
  /** It goes on where the window that asked for it is closed. */
  outlivesCaller?: boolean
  /** The form in which it can be begun once more after a failure, where it has no retry. */
  again?: WorkAgain | undefined
  options: CallOptions
  job(options: CallOptions, piece: Piece): Promise<T>
  /** What came of it, where not every answer says that it went well. */
  endOf?(result: T): PieceEnd | Promise<PieceEnd>
}

/** What is over when its call is. Answers, or throws, what the call does. */
export async function during<T>({ list, log }: Watched, work: During<T>): Promise<T> {
  const { options, job, endOf = () => 'done' as const, outlivesCaller = false, again, ...about } = work
  const stop = new AbortController()
  const { caller, signal: gone } = options
  const signal = gone === undefined || outlivesCaller ? stop.signal : AbortSignal.any([gone, stop.signal])
  const piece = list.begin({ cancel: () => stop.abort(cancelled()), ...about, caller })
  try {
    const result = await job({ ...options, signal }, piece)
    piece.end(await endOf(result))
    return result
  } catch (error) {
    const failures = () => [{ name: about.name, problem: problemOf(error, `work.${about.kind}`, log) }]
    piece.end(isCancelled(error) ? 'cancelled' : { failures: failures(), again })
    throw error
  }
}

export const inSection = (section: Extract<WorkPlace, { kind: 'section' }>['section']): WorkPlace => ({
  kind: 'section',
  section,
})

/** In the place of a problem that no answer named. */
export const unsaidByCloud: ErrorInfo = {
  code: 'cloud-failed',
  message: 'The cloud did not say why.',
  retryable: true,
}

/** Empty for one that is no more. */
export function nameOfKey(keys: Pick<KeysService, 'record'>, id: string): string {
  try {
    return keys.record(id).name
  } catch {
    return ''
  }
}
