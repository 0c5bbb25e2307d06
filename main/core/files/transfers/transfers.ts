import { nameOf, parentOf, shownName } from '../../../../contract/file-names.js'
import type { ConflictChoice } from '../../../../contract/transfers.js'
import { atMost } from '../../lib/at-most.js'
import { createLiveValue } from '../../lib/live-value.js'
import type { Clock, Log } from '../../ports.js'
import type { TransfersService } from '../../services.js'
import type { Access } from '../access.js'
import type { LocalFiles } from '../local-files.js'
import { nameOfBytes } from '../name-bytes.js'
import { bytesOfPath } from '../paths.js'
import type { Place } from '../place.js'
import { remotePlace } from '../remote-place.js'
import { createClaims } from './claims.js'
import { createJob, type Job, noSuchTransfer, type Wish } from './job.js'
import { type Offered, offeredFiles } from './offered.js'

/** Transfers that run together; the others wait. */
const TOGETHER = 3
/** How often a window is told at most. */
const TELL_MS = 150

export interface TransfersParts {
  access: Access
  local: LocalFiles
  instanceName(instanceId: string): Promise<string>
  clock: Clock
  log: Log
}

export function createTransfers({
  access,
  local,
  instanceName,
  clock,
  log,
}: TransfersParts): TransfersService {
  const jobs = new Map<string, Job>()
  const offers = new Map<string, Offered>()
  const running = new Map<string, Promise<void>>()
  const inTurn = atMost(TOGETHER)
  const claim = createClaims()
  const list = () => [...jobs.values()].reverse().map((job) => job.get())
  const all = createLiveValue(list())
  let telling = false

  function changed(): void {
    if (telling) return
    telling = true
    void clock.sleep(TELL_MS).then(() => {
      telling = false
      all.set(list())
    })
  }

  function launch(job: Job): void {
    const before = running.get(job.id) ?? Promise.resolve()
    const run = before.then(() =>
      inTurn(async () => {
        if (job.get().state === 'waiting') await job.run()
        if (job.get().state === 'cancelled') await discard(job)
        if (['done', 'cancelled'].includes(job.get().state)) offers.get(job.id)?.end()
      }),
    )
    running.set(job.id, run)
    void run.finally(() => running.get(job.id) === run && running.delete(job.id))
  }

  async function discard(job: Job): Promise<void> {
    await job.discard().catch((error) => log.warn('transfer.half-files-left', { reason: String(error) }))
  }

  function start(wish: Wish, offered?: Offered) {
    const job = createJob(wish, { clock, log, onChange: changed })
    jobs.set(job.id, job)
    if (offered !== undefined) offers.set(job.id, offered)
    launch(job)
    changed()
    return job.get()
  }

  async function wishOf(
    direction: 'upload' | 'download',
    input: {
      instanceId: string
      conflicts?: ConflictChoice | undefined
      sources: string[]
      to: string
      from: string | null
    },
    open: (remote: { place: Place; pathOf(path: string): string }) => {
      from: Place
      to: Place
      target: string
    },
  ): Promise<Wish> {
    const { instanceId, sources, to, from, conflicts } = input
    const name = `${shownName(nameOf(sources[0] ?? ''))}${sources.length > 1 ? ` and ${sources.length - 1} more` : ''}`
    return {
      about: { instanceId, instanceName: await instanceName(instanceId), direction, name, from, to },
      sources,
      choice: conflicts,
      async open(signal) {
        const { way, release } = await access.take(instanceId, signal)
        const pathOf = (path: string) => nameOfBytes(bytesOfPath(path, way.home))
        return { ...open({ place: remotePlace(way.sftp), pathOf }), release }
      },
      claim: (path, signal) => claim(direction === 'upload' ? `${instanceId} ${path}` : path, signal),
    }
  }

  const each = (ids: string[], work: (job: Job) => void) => {
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
    async ({ ids }: { ids: string[] }) =>
      each(ids, (job) => {
        if (!from.includes(job.get().state)) return
        job.again()
        launch(job)
      })

  return {
    async watch(_nothing, { signal }) {
      all.set(list())
      return all.watch(signal)
    },
    async upload({ sources, to, ...input }) {
      const from = local.parentOf(sources[0] ?? '')
      const open = ({ place, pathOf }: { place: Place; pathOf(path: string): string }) => {
        return { from: local, to: place, target: pathOf(to) }
      }
      return start(await wishOf('upload', { ...input, sources, to, from }, open))
    },
    async download({ sources, to, ...input }) {
      const folder = to ?? (await local.folder()).path
      const from = parentOf(sources[0] ?? '')
      const wish = await wishOf('download', { ...input, sources, to: folder, from }, ({ place }) => {
        return { from: place, to: local, target: folder }
      })
      return start(wish)
    },
    async offer({ files, to, ...input }) {
      const offered = offeredFiles(files, clock.sleep)
      const wish = await wishOf(
        'upload',
        { ...input, sources: offered.sources, to, from: null },
        ({ place, pathOf }) => {
          return { from: offered.place, to: place, target: pathOf(to) }
        },
      )
      return start(wish, offered)
    },
    wanted: async ({ id }, { signal }) => offerOf(id).wanted(signal),
    async give({ id, piece, bytes }) {
      offerOf(id).give(piece, bytes === null ? null : Buffer.from(bytes, 'base64'))
    },
    pause: async ({ ids }) => each(ids, (job) => job.stop('paused')),
    resume: goOn(['paused']),
    async cancel({ ids }) {
      each(ids, (job) => {
        const idle = ['paused', 'failed'].includes(job.get().state)
        job.stop('cancelled')
        if (idle) launch(job)
      })
    },
    retry: goOn(['failed', 'cancelled']),
    async clear({ ids }) {
      const ended = [...jobs.values()].filter((job) =>
        ['done', 'failed', 'cancelled'].includes(job.get().state),
      )
      for (const job of ended.filter(({ id }) => ids?.includes(id) ?? true)) {
        jobs.delete(job.id)
        offers.get(job.id)?.end()
        offers.delete(job.id)
        if (job.get().state === 'failed') await discard(job)
      }
      all.set(list())
    },
    async answerConflict({ id, conflictId, choice, all: forAll }) {
      each([id], (job) => job.answer(conflictId, choice, forAll))
    },
    async closeAll() {
      for (const job of jobs.values()) job.stop('failed')
      await Promise.allSettled(running.values())
    },
  }
}
