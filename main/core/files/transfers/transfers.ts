import { parentOf } from '../../../../contract/file-names.js'
import type { Transfer } from '../../../../contract/transfers.js'
import { atMost } from '../../lib/at-most.js'
import { createLiveValue } from '../../lib/live-value.js'
import type { Clock, DocumentStore, Log } from '../../ports.js'
import type { TransfersService } from '../../services.js'
import type { Access } from '../access.js'
import type { LocalFiles } from '../local-files.js'
import { createJob, type Job, type Wish } from './job.js'
import { createJournal } from './journal.js'
import { type Offered, offeredFiles } from './offered.js'
import { noSuchTransfer } from './transfer-problems.js'
import { createWishes } from './wishes.js'

/** Transfers that run together; the others wait. */
const TOGETHER = 3
/** How often a window is told at most. */
const TELL_MS = 150
/** What is half copied on a server that does not answer is told at the next start instead. */
const CLOSE_MS = 3_000

export interface TransfersParts {
  access: Access
  local: LocalFiles
  /** What is not at its end, for the next run of Latchkey. */
  store: DocumentStore
  instanceName(instanceId: string): Promise<string>
  clock: Clock
  log: Log
  /** One try is over: done, failed or cancelled. */
  onEnd(transfer: Transfer): void
}

export function createTransfers({
  access,
  local,
  store,
  instanceName,
  clock,
  log,
  onEnd,
}: TransfersParts): TransfersService {
  const jobs = new Map<string, Job>()
  const offers = new Map<string, Offered>()
  const running = new Map<string, Promise<void>>()
  const told = new Set<string>()
  const leftovers = new Set<string>()
  const inTurn = atMost(TOGETHER)
  const wishes = createWishes({ access, local, instanceName })
  const list = () => [...jobs.values()].reverse().map((job) => job.get())
  const journal = createJournal({ store, clock, log }, () =>
    [...jobs.values()].filter(isUnfinished).map((job) => ({ ...job.record(), told: told.has(job.id) })),
  )
  const all = createLiveValue(list())
  const jobParts = { clock, log, onChange: changed, noted: () => journal.write() }
  let loaded: Promise<void> | null = null
  let telling = false

  function changed(): void {
    journal.changed()
    if (telling) return
    telling = true
    void clock.sleep(TELL_MS).then(() => {
      telling = false
      all.set(list())
    })
  }

  /** Those of the run before come first. */
  function ready(): Promise<void> {
    loaded ??= journal.load().then((records) => {
      const later = [...jobs]
      jobs.clear()
      for (const record of records) {
        const job = createJob(wishes.of(record), jobParts, record)
        jobs.set(job.id, job)
        if (!record.told) tellEnd(job)
        told.add(job.id)
      }
      for (const [id, job] of later) jobs.set(id, job)
    })
    return loaded
  }

  function tellEnd(job: Job): void {
    told.add(job.id)
    onEnd(job.get())
  }

  /** What is done with a job is done one after the other. */
  function inOrder(job: Job, work: () => Promise<void>): Promise<void> {
    const run = (running.get(job.id) ?? Promise.resolve()).then(work)
    running.set(job.id, run)
    void run.finally(() => running.get(job.id) === run && running.delete(job.id))
    return run
  }

  function launch(job: Job): void {
    const turn = async () => {
      await job.unwound() // others need not wait for a server that does not answer this one
      await inTurn(async () => {
        if (job.get().state === 'waiting') await job.run()
      })
      if (['done', 'cancelled'].includes(job.get().state)) offers.get(job.id)?.end()
      if (job.get().state === 'cancelled') {
        await job.unwound()
        await discard(job)
        journal.changed()
      }
      if (hasEnded(job) && !told.has(job.id)) tellEnd(job)
    }
    void inOrder(job, turn)
  }

  /** Whether nothing of it is left. */
  async function discard(job: Job): Promise<boolean> {
    const problem = await job.discard()
    if (problem !== null) log.warn('transfer.half-files-left', { reason: problem.message })
    return problem === null
  }

  /** Half copied files that can't be removed are told once, before the job goes. */
  async function clearOne(job: Job): Promise<void> {
    if (!hasEnded(job)) return // it was tried again meanwhile
    const isClean = job.get().state !== 'failed' || (await discard(job))
    if (!isClean && !leftovers.has(job.id)) leftovers.add(job.id)
    else forget(job)
  }

  async function start(wish: Wish, offered?: Offered): Promise<Transfer> {
    await ready()
    const job = createJob(wish, jobParts)
    if (offered !== undefined) {
      offers.set(job.id, offered)
      goOnFor(job)
    }
    jobs.set(job.id, job)
    void journal.write()
    launch(job)
    changed()
    return job.get()
  }

  /** The same files once more, out of a window that has them: what another has half copied is gone on with. */
  function goOnFor(job: Job): void {
    const what = (one: Job) => {
      const { about, sources } = one.record()
      const { instanceId, source, direction, from, to } = about
      return JSON.stringify([instanceId, source?.instanceId, direction, from, to, sources])
    }
    for (const other of jobs.values()) {
      if (other.get().state !== 'failed' || what(other) !== what(job)) continue
      job.takeOver(other.record().marks)
      forget(other)
    }
  }

  function forget(job: Job): void {
    jobs.delete(job.id)
    told.delete(job.id)
    leftovers.delete(job.id)
    offers.get(job.id)?.end()
    offers.delete(job.id)
  }

  const each = async (ids: string[], work: (job: Job) => void) => {
    await ready()
    for (const id of ids) {
      const job = jobs.get(id)
      if (job === undefined) throw noSuchTransfer()
      work(job)
    }
  }
  const offerOf = (id: string) => {
    const offer = offers.get(id)
    if (offer === undefined) throw noSuchTransfer()
    return offer
  }
  const goOn =
    (from: string[]) =>
    ({ ids }: { ids: string[] }) =>
      each(ids, (job) => {
        if (!from.includes(job.get().state)) return
        told.delete(job.id)
        leftovers.delete(job.id)
        offers.get(job.id)?.begin()
        job.again()
        launch(job)
      })

  return {
    async watch(_nothing, { signal }) {
      await ready()
      all.set(list())
      return all.watch(signal)
    },
    async upload({ sources, to, instanceId, conflicts: choice }) {
      const from = local.parentOf(sources[0] ?? '')
      const about = await wishes.about('upload', { instanceId, sources, from, to })
      return start(wishes.of({ about, sources, choice }))
    },
    async download({ sources, to, instanceId, conflicts: choice }) {
      const folder = to ?? (await local.folder()).path
      const from = parentOf(sources[0] ?? '')
      const about = await wishes.about('download', { instanceId, sources, from, to: folder })
      return start(wishes.of({ about, sources, choice }))
    },
    async copy({ sourceId, sources, to, instanceId, conflicts: choice }) {
      const from = parentOf(sources[0] ?? '')
      const about = await wishes.about('copy', { instanceId, sourceId, sources, from, to })
      return start(wishes.of({ about, sources, choice }))
    },
    async offer({ files, folders, to, instanceId, conflicts: choice }) {
      const offered = offeredFiles(files, folders ?? [], clock.sleep)
      const { sources } = offered
      const about = await wishes.about('upload', { instanceId, sources, from: null, to })
      return start(wishes.of({ about, sources, choice }, offered), offered)
    },
    wanted: async ({ id }, { signal }) => offerOf(id).wanted(signal),
    async give({ id, piece, bytes }) {
      offerOf(id).give(piece, bytes === null ? null : Buffer.from(bytes, 'base64'))
    },
    pause: ({ ids }) => each(ids, (job) => job.stop('paused')),
    resume: goOn(['paused']),
    cancel: ({ ids }) =>
      each(ids, (job) => {
        const idle = ['paused', 'failed'].includes(job.get().state)
        job.stop('cancelled')
        offers.get(job.id)?.end() // a window that is closed would be waited for
        if (idle) launch(job)
      }),
    retry: goOn(['failed', 'cancelled']),
    async clear({ ids }) {
      await ready()
      const ended = [...jobs.values()].filter(hasEnded).filter(({ id }) => ids?.includes(id) ?? true)
      await Promise.all(ended.map((job) => inOrder(job, () => clearOne(job))))
      all.set(list())
      journal.changed()
    },
    answerConflict: ({ id, conflictId, choice, all: forAll }) =>
      each([id], (job) => job.answer(conflictId, choice, forAll)),
    async closeAll() {
      for (const job of jobs.values()) job.stop('failed')
      const tooLong = new AbortController()
      const late = clock.sleep(CLOSE_MS, tooLong.signal).catch(() => undefined) // all was over before
      await Promise.race([Promise.allSettled(running.values()), late])
      tooLong.abort()
      if (loaded !== null) await journal.write()
    },
  }
}

/** One that was cancelled is until nothing of it is left on the other side. */
const isUnfinished = (job: Job) => {
  const { state } = job.get()
  return state !== 'done' && (state !== 'cancelled' || job.record().marks.length > 0)
}

const hasEnded = (job: Job) => ['done', 'failed', 'cancelled'].includes(job.get().state)
