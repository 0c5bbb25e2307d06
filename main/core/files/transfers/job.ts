import { randomUUID } from 'node:crypto'
import type { ErrorInfo } from '../../../../contract/errors.js'
import { shownName } from '../../../../contract/file-names.js'
import type { ConflictChoice, Transfer, TransferConflict } from '../../../../contract/transfers.js'
import { inEnglish } from '../../../../contract/words/said.js'
import { told } from '../../../../contract/words/say.js'
import { orAborted } from '../../lib/or-aborted.js'
import { problemOf } from '../../lib/problem.js'
import type { Clock, Log } from '../../ports.js'
import { timeOf } from '../entries.js'
import type { Known, Place } from '../place.js'
import { type Copied, discardPart, type FileMark } from './copy-file.js'
import { type Claim, copyTree } from './copy-tree.js'
import type { TransferRecord } from './journal.js'
import { createPace } from './pace.js'
import { cutOff, partsLeft } from './transfer-problems.js'

const MOST_TOLD = 100

/** What somebody asked for. */
export interface Wish {
  about: Pick<Transfer, 'instanceId' | 'instanceName' | 'source' | 'direction' | 'name' | 'from' | 'to'>
  sources: string[]
  choice?: ConflictChoice | undefined
  /** Opens both sides for one try; `release` ends it. */
  open(signal: AbortSignal): Promise<{ from: Place; to: Place; target: string; release(): void }>
  /** Opens the side that it goes to alone. */
  openTarget(signal: AbortSignal): Promise<{ to: Place; release(): void }>
  /** Waits while another transfer writes to a path of the side that it goes to. */
  claim(path: string, signal: AbortSignal): Promise<Claim>
}

export interface Job {
  id: string
  get(): Transfer
  /**
   * One try, to its end, pause or failure; never throws. Once stopped it ends at once, though what was asked of a server may
   * be answered much later: the next one must not begin before `unwound`, when nothing of it is under way any more.
   */
  run(): Promise<void>
  unwound(): Promise<void>
  /** Cuts a try off; it ends in that state. */
  stop(as: 'paused' | 'cancelled' | 'failed'): void
  /** Ready to be run again; failed files too. */
  again(): void
  answer(conflictId: string, choice: ConflictChoice, all: boolean): void
  /** Removes what is half copied. Where that can't be it has failed, and says what is left; null where nothing is. */
  discard(): Promise<ErrorInfo | null>
  /** What the journal has of it. */
  record(): Omit<TransferRecord, 'told'>
  /** What is there is half copied by this job now: another wanted the same, and can't go on. */
  takeOver(marks: TransferRecord['marks']): void
}

export interface JobParts {
  clock: Clock
  log: Log
  onChange(): void
  /** Resolves when its record is on the disk. */
  noted(): Promise<void>
}

class Stopped extends Error {
  constructor(readonly as: 'paused' | 'cancelled' | 'failed') {
    super(told`Stopped: ${as}`)
  }
}

/** A transfer with all it remembers from one try to the next: what is done, what is half done, what was chosen. */
export function createJob(
  wish: Wish,
  { clock, log, onChange, noted }: JobParts,
  before?: TransferRecord,
): Job {
  const id = before?.id ?? randomUUID()
  /** What has been copied, but is not remembered, is known by size and time. */
  let knowsCopies = before !== undefined
  const done = new Map<string, Known>()
  const marks = new Map<string, FileMark>()
  const choices = new Map<string, ConflictChoice>()
  const skipped = new Set<string>()
  const leftOut = new Set<string>()
  const questions = new Map<string, { file: string; answered(choice: ConflictChoice): void }>()
  const pace = createPace(clock.now)
  const time = () => new Date(clock.now()).toISOString()
  let policy = wish.choice
  let over = new AbortController()
  let unwinding: Promise<void> = Promise.resolve()
  let transfer: Transfer = {
    ...{
      id,
      ...wish.about,
      state: 'waiting',
      bytes: 0,
      files: 0,
      counted: false,
      doneBytes: 0,
      doneFiles: 0,
    },
    ...{ speed: null, secondsLeft: null, current: null, conflicts: [], skipped: 0, problems: [], failed: 0 },
    ...{ notes: [], checked: null, startedAt: before?.startedAt ?? time(), endedAt: null },
    ...(before && { ...before.seen, ...cutOff(before) }),
  }
  for (const { file, ...mark } of before?.marks ?? []) marks.set(file, mark)
  const set = (change: Partial<Transfer>) => {
    transfer = { ...transfer, ...change }
    onChange()
  }
  const note = (sentence: string) =>
    transfer.notes.includes(sentence) ||
    transfer.notes.length >= MOST_TOLD ||
    set({ notes: [...transfer.notes, sentence] })

  async function choose(conflict: {
    file: string
    path: string
    source: Known
    target: Known
    canResume: boolean
  }): Promise<ConflictChoice> {
    const { file, path, source, target, canResume } = conflict
    over.signal.throwIfAborted()
    const given = choices.get(file) ?? policy
    // Who wanted to go on with a file has not said that it may be written over, unless nobody was to be asked.
    if (given !== undefined && (given !== 'resume' || canResume || wish.choice !== undefined)) return given
    const question: TransferConflict = {
      ...{ id: randomUUID(), path, source: sideOf(source), target: sideOf(target) },
      choices: ['overwrite', 'keep-both', 'skip', ...(canResume ? ['resume' as const] : [])],
    }
    const chosen = new Promise<ConflictChoice>((answered) => questions.set(question.id, { file, answered }))
    set({ state: 'asking', conflicts: [...transfer.conflicts, question] })
    return orAborted(over.signal, chosen)
  }

  function answer(conflictId: string, choice: ConflictChoice, all: boolean): void {
    if (all) policy = choice
    const asked = all ? [...questions.keys()] : [conflictId]
    for (const one of asked) {
      const question = questions.get(one)
      if (question === undefined) continue
      questions.delete(one)
      choices.set(question.file, choice)
      question.answered(choice)
    }
    const conflicts = transfer.conflicts.filter((conflict) => questions.has(conflict.id))
    set({
      conflicts,
      ...(conflicts.length === 0 && transfer.state === 'asking' && { state: 'running' as const }),
    })
  }

  function copied(file: string, known: Known, { checked, changed, owned, kept }: Copied): void {
    done.set(file, known)
    marks.delete(file)
    if (!owned)
      note(
        `${shownName(file)} belonged to another user or group, and is yours now: giving it back was refused.`,
      )
    if (!kept) note(`${shownName(file)} is whole, but did not take its permissions and time there.`)
    if (changed)
      note(`${shownName(file)} was changed while it was copied: what arrived may be half old and half new.`)
    set({ doneFiles: done.size, checked: transfer.checked === 'size' ? 'size' : checked })
  }

  function failed(file: string, error: unknown): void {
    const problem: ErrorInfo = problemOf(error, 'transfer.file', log)
    const problems = [...transfer.problems, { path: file, problem }].slice(0, MOST_TOLD)
    set({ failed: transfer.failed + 1, problems })
  }

  async function attempt(signal: AbortSignal): Promise<void> {
    const { from, to, target, release } = await wish.open(signal)
    try {
      await copyTree({
        ...{ id, from, to, target, signal, sources: wish.sources, choose },
        claim: (path) => wish.claim(path, signal),
        isCopy: (source, target) =>
          knowsCopies && target.size === source.size && target.modified === source.modified,
        noted,
        isDone: (file) => done.has(file) || skipped.has(file),
        markOf: (file) => marks.get(file),
        onFound: (_file, { size }) => set({ files: transfer.files + 1, bytes: transfer.bytes + size }),
        onCounted: () => set({ counted: true }),
        onStart: (file) => set({ current: file }),
        onMark: (file, mark) => void marks.set(file, mark),
        onUnmark: (file) => void marks.delete(file),
        onBytes(count) {
          pace.add(count)
          set({ doneBytes: transfer.doneBytes + count })
        },
        onCopied: copied,
        onFailed: failed,
        onLeftOut(file) {
          leftOut.add(file)
          set({
            notes: [
              ...transfer.notes.filter((one) => !LEFT_OUT.test(inEnglish(one))),
              leftOutSentence(leftOut.size),
            ],
          })
        },
        onSkipped(file) {
          skipped.add(file)
          marks.delete(file)
          set({ skipped: skipped.size })
        },
      })
    } finally {
      release()
    }
  }

  /** Of those that can't be removed the marks stay. Throws what is in the way of the first. */
  async function removeParts(): Promise<void> {
    const { to, release } = await wish.openTarget(AbortSignal.timeout(20_000))
    try {
      const failures: unknown[] = []
      for (const [file, mark] of [...marks])
        await discardPart(to, mark).then(
          () => marks.delete(file),
          (error) => failures.push(error),
        )
      if (failures.length > 0) throw failures[0]
    } finally {
      release()
    }
  }

  return {
    id,
    get() {
      const { state, bytes, doneBytes } = transfer
      const speed = state === 'running' ? pace.speed() : null
      return { ...transfer, speed, secondsLeft: speed ? Math.max(0, bytes - doneBytes) / speed : null }
    },
    unwound: () => unwinding,
    async run() {
      over = new AbortController()
      const { signal } = over
      // What an earlier try had under way is read again from where there was no gap.
      const half = [...marks.values()].reduce((sum, { written }) => sum + written, 0)
      const doneBytes = [...done.values()].reduce((sum, { size }) => sum + size, 0) + half
      set({ state: 'running', files: 0, bytes: 0, counted: false, doneBytes, failed: 0, problems: [] })
      try {
        const trying = attempt(signal)
        unwinding = trying.catch(() => undefined) // it is said below
        await orAborted(signal, trying)
        set({ state: transfer.failed > 0 ? 'failed' : 'done', current: null, endedAt: time() })
      } catch (error) {
        const state = error instanceof Stopped ? error.as : 'failed'
        const problems =
          error instanceof Stopped
            ? transfer.problems
            : [...transfer.problems, { path: wish.about.name, problem: problemOf(error, 'transfer', log) }]
        set({ state, problems, current: null, endedAt: state === 'paused' ? null : time() })
      }
      questions.clear()
      set({ conflicts: [] })
    },
    stop(as) {
      if (transfer.state === 'running' || transfer.state === 'asking') over.abort(new Stopped(as))
      else if (['waiting', 'paused'].includes(transfer.state))
        set({ state: as, endedAt: as === 'paused' ? null : time() })
    },
    again: () => set({ state: 'waiting', endedAt: null }),
    answer,
    async discard() {
      if (marks.size === 0) return null
      try {
        await removeParts()
        return null
      } catch (error) {
        const problem = problemOf(
          partsLeft(error, [...marks.values()], wish.about.instanceName),
          'transfer',
          log,
        )
        if (transfer.state !== 'waiting')
          set({ state: 'failed', endedAt: time(), problems: [{ path: wish.about.name, problem }] })
        return problem
      }
    },
    record() {
      const { bytes, files, doneBytes, doneFiles, startedAt } = transfer
      return {
        ...{ id, about: wish.about, sources: wish.sources, choice: policy, startedAt },
        seen: { bytes, files, doneBytes, doneFiles },
        marks: [...marks].map(([file, mark]) => ({ file, ...mark })),
      }
    },
    takeOver(given) {
      knowsCopies = true
      for (const { file, ...mark } of given) marks.set(file, mark)
    },
  }
}

const sideOf = ({ size, modified }: Known) => ({ size, modified: timeOf(modified) })

const LEFT_OUT = /left out/
const leftOutSentence = (count: number) =>
  count === 1
    ? 'One symbolic link or special file was left out.'
    : `${count} symbolic links or special files were left out.`
