import { randomUUID } from 'node:crypto'
import { asPlainText } from '../../../contract/base.js'
import type { WorkKind, WorkPlace } from '../../../contract/finished-work.js'
import { MOST_FAILURES, type WorkItem } from '../../../contract/work.js'
import type { WorkAgain } from '../../../contract/work-again.js'
import { createLiveValue, type LiveValue } from '../lib/live-value.js'
import type { CallOptions } from '../lib/service.js'
import type { Clock, Log } from '../ports.js'
import { together } from './again.js'

/** As it is known here; each window is told whether it was the one that began it. */
export interface ListedWork extends Omit<WorkItem, 'begunHere'> {
  caller: string | null
}

export type WorkFailure = WorkItem['failures'][number]

/** How a piece of work ended. Cancelled, nobody has to be told. */
export type PieceEnd =
  | 'done'
  | 'cancelled'
  | {
      failures: WorkFailure[]
      failed?: number
      again?: WorkAgain | undefined
      /** Nobody does the rest: so many parts are done. */
      cutOff?: { done: number; of: number }
    }

/** What begins. */
export interface PieceOfWork {
  kind: WorkKind
  name: string
  on?: string
  place?: WorkPlace
  /** Pieces with the same one that run at the same time are one batch; by default each is by itself. */
  batch?: string
  /** By default what went well is told of afterwards too, where it took long. */
  keepsDone?: boolean
  /** Its window shows what becomes of it: it is told of here afterwards only where it took 10 s. */
  shownWhereBegun?: boolean
  /** An earlier run began it: nobody hears of it anew. */
  fromBefore?: boolean
  /** Its end is told of somewhere else, and counts as read here. */
  toldElsewhere?: boolean
  /** What ended before, and is out of date with this. By default the same with the same. */
  replaces?: (before: ListedWork) => boolean
  /** The window that began it. */
  caller?: string | undefined
  cancel?: () => unknown
  /** The user has dismissed its failure. */
  dismissed?: () => unknown
  /** Does what failed of it once more. */
  retry?: (options: CallOptions) => unknown
}

/** What is under way. After `end` nothing of it has an effect. */
export interface Piece {
  tell(now: Partial<Pick<WorkItem, 'state' | 'step' | 'progress'>>): void
  /** From here on nobody can take it back: a cancel leaves it, and names it. */
  sent(): void
  end(how: PieceEnd): void
  /** It goes from the list, whatever became of it. */
  forget(): void
}

/** Hears of each piece as it begins, and by what it answers, of its end. */
export type WorkListener = (work: PieceOfWork) => (how: PieceEnd) => void

export interface WorkList {
  items: LiveValue<ListedWork[]>
  begin(work: PieceOfWork): Piece
  listen(listener: WorkListener): void
  cancel(id: string): void
  retry(id: string, options: CallOptions): void
  read(ids: readonly string[]): void
  dismiss(ids: readonly string[]): void
}

/** Nobody asks what became of what they saw happen. */
export const KEPT_FROM_MS = 2_000
/** Whose window shows what becomes of it looks elsewhere meanwhile. */
const LOOKED_AWAY_MS = 10_000
const MOST_ENDED = 100

interface Entry {
  item: ListedWork
  /** Of the piece that began it. */
  work: PieceOfWork
  began: number
  pieces: EntryPiece[]
}

interface EntryPiece {
  work: PieceOfWork
  sent: boolean
  end: PieceEnd | null
}

/** An empty list. Throws nothing; what a cancel or a retry fails with stands in the log and in the work's own result. */
export function createWorkList({ now, elapsed }: Pick<Clock, 'now' | 'elapsed'>, log: Log): WorkList {
  const items = createLiveValue<ListedWork[]>([])
  const listeners: WorkListener[] = []
  let entries: Entry[] = []
  const time = () => new Date(now()).toISOString()

  const publish = () => items.set(entries.map(({ item }) => item))
  function change(entry: Entry, part: Partial<ListedWork>): void {
    entry.item = { ...entry.item, ...part }
    publish()
  }
  function remove(gone: (entry: Entry) => boolean): void {
    entries = entries.filter((entry) => !gone(entry))
    publish()
  }
  const find = (id: string) => entries.find(({ item }) => item.id === id)
  const attempt = (event: string, call: () => unknown) =>
    void (async () => call())().catch((error) => log.warn(event, { problem: `${error}` }))

  function join(work: PieceOfWork): Entry {
    const isBatch = ({ item, work: { batch } }: Entry) => batch === work.batch && item.endedAt === null
    const running = work.batch === undefined ? undefined : entries.find(isBatch)
    if (running !== undefined) return running
    const { kind, name, on, place, caller = null } = work
    const item: ListedWork = {
      ...{ id: randomUUID(), kind, name: asPlainText(name), on: on === undefined ? null : asPlainText(on) },
      ...{ count: 0, state: 'running', step: null, progress: null, failures: [], failed: 0, done: 0 },
      ...{ sentBefore: [], place: place ?? null, canCancel: false, canRetry: false, again: null },
      ...{ startedAt: time(), endedAt: null, read: false, caller },
    }
    const same = (one: ListedWork) => one.kind === kind && one.name === item.name && one.on === item.on
    const { replaces = same } = work
    const entry: Entry = { item, work, began: elapsed(), pieces: [] }
    entries = [entry, ...entries.filter(({ item: one }) => one.endedAt === null || !replaces(one))]
    return entry
  }

  /** Of several the parts are counted; one alone tells itself how far it is. */
  function recount(entry: Entry): void {
    const { pieces } = entry
    const running = pieces.filter(({ end }) => end === null)
    const failures = pieces.flatMap(({ end }) =>
      end !== null && typeof end === 'object' ? end.failures : [],
    )
    const failed = pieces.reduce((sum, { end }) => sum + failedOf(end), 0)
    const parts = { done: pieces.length - running.length, of: pieces.length, unit: 'parts' as const }
    change(entry, {
      count: pieces.length,
      canCancel: running.some(canBeCancelled),
      done: pieces.filter(({ end }) => end === 'done').length,
      ...(pieces.length > 1 && { progress: parts, step: null }),
      ...{ failed, failures: failures.slice(0, MOST_FAILURES) },
    })
    if (running.length === 0) close(entry)
  }

  function close(entry: Entry): void {
    const { item, pieces, work } = entry
    const cancelled = pieces.some(({ end }) => end === 'cancelled')
    const cutOff = cutOffOf(entry)
    const state = cutOff ? 'cut-off' : item.failed > 0 ? 'failed' : cancelled ? 'cancelled' : 'done'
    const { keepsDone = true, shownWhereBegun = false, toldElsewhere = false } = work
    const lasted = elapsed() - entry.began
    const isLong = lasted >= (shownWhereBegun ? LOOKED_AWAY_MS : KEPT_FROM_MS)
    const wasLong = isLong || item.sentBefore.length > 0
    const kept = isLeft({ ...item, state })
      ? isLong || !shownWhereBegun
      : item.done > 0 && keepsDone && wasLong
    if (!kept) {
      remove((one) => one === entry)
      return
    }
    const progress = cutOff ? { ...cutOff, unit: 'parts' as const } : null
    const ended = { endedAt: time(), canCancel: false, step: null, progress, read: toldElsewhere }
    const canRetry = retriesOf(entry).length > 0
    change(entry, { state, ...ended, canRetry, again: canRetry ? null : againOf(entry) })
    const old = entries.filter(({ item: { endedAt } }) => endedAt !== null).slice(MOST_ENDED)
    if (old.length > 0) remove((one) => old.includes(one))
  }

  return {
    items,
    listen: (listener) => void listeners.push(listener),
    begin(work) {
      const entry = join(work)
      const piece: EntryPiece = { work, sent: false, end: null }
      entry.pieces.push(piece)
      recount(entry)
      const ears = work.fromBefore === true ? [] : listeners.map((listener) => listener(work))
      return {
        tell(part) {
          if (piece.end !== null) return
          const cancelling = entry.item.state === 'cancelling' ? { state: 'cancelling' as const } : {}
          if (entry.pieces.length === 1) change(entry, { ...part, ...cancelling })
        },
        sent() {
          piece.sent = true
          recount(entry)
        },
        end(how) {
          if (piece.end !== null) return
          piece.end = how
          for (const ear of ears) ear(how)
          recount(entry)
        },
        forget() {
          if (entry.item.endedAt !== null) remove((one) => one === entry)
        },
      }
    },
    cancel(id) {
      const entry = find(id)
      if (entry === undefined || entry.item.endedAt !== null || !entry.item.canCancel) return
      const sent = entry.pieces.filter((piece) => piece.end === null && piece.sent)
      const names = sent.slice(0, MOST_FAILURES).map(({ work: { name } }) => asPlainText(name))
      change(entry, { state: 'cancelling', sentBefore: names })
      for (const piece of entry.pieces)
        if (canBeCancelled(piece)) attempt('work.not-cancelled', () => piece.work.cancel?.())
    },
    retry(id, { caller }) {
      const entry = find(id)
      if (entry === undefined || !entry.item.canRetry) return
      remove((one) => one === entry)
      for (const retry of retriesOf(entry)) attempt('work.not-retried', () => retry({ caller }))
    },
    read(ids) {
      for (const entry of entries)
        if (ids.includes(entry.item.id) && entry.item.endedAt !== null) change(entry, { read: true })
    },
    dismiss(ids) {
      const gone = entries.filter(({ item }) => ids.includes(item.id) && item.endedAt !== null)
      remove((one) => gone.includes(one))
      for (const { work } of gone.filter(({ item }) => isLeft(item)).flatMap(({ pieces }) => pieces))
        if (work.dismissed !== undefined) attempt('work.not-dismissed', work.dismissed)
    },
  }
}

/** Something is left to be done. */
const isLeft = ({ state }: ListedWork) => state === 'failed' || state === 'cut-off'

function cutOffOf({ pieces }: Entry) {
  return pieces.flatMap(({ end }) => (typeof end === 'object' ? (end?.cutOff ?? []) : []))[0]
}

const canBeCancelled = ({ work, sent, end }: EntryPiece) => end === null && !sent && work.cancel !== undefined

function failedOf(end: PieceEnd | null): number {
  return end === null || typeof end === 'string' ? 0 : (end.failed ?? end.failures.length)
}

function againOf({ pieces }: Entry): WorkAgain | null {
  return together(
    pieces.flatMap(({ end }) => (end !== null && typeof end === 'object' ? (end.again ?? []) : [])),
  )
}

function retriesOf({ pieces }: Entry): NonNullable<PieceOfWork['retry']>[] {
  const isOver = ({ end }: EntryPiece) =>
    failedOf(end) === 0 && (typeof end !== 'object' || end?.cutOff === undefined)
  return pieces.flatMap((piece) => (isOver(piece) ? [] : (piece.work.retry ?? [])))
}
