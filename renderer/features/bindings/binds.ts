import { useMemo } from 'react'
import type {
  BindAction,
  BindJob,
  BindWay,
  KeyOptions,
  SshLogin,
  StartedTarget,
} from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { createStore, useStore } from '../store.js'

/** What the user has chosen about the way; the host proposes the rest. */
export interface BindHow {
  by?: BindWay | undefined
  login?: SshLogin | undefined
  options?: KeyOptions | undefined
  onExisting?: 'keep' | 'replace' | undefined
}

/** What is to be bound. Without `keyId` the sheet asks which key pair. */
export interface BindTarget {
  instanceId: string
  instanceName: string
  /** The login user to begin with. */
  user: string
  keyId?: string | undefined
  /** To begin with. */
  how?: BindHow | undefined
}

/** What is to be done to several instances, or to one that is asked about in the same way. */
export interface ManyTarget {
  action: BindAction
  instances: { id: string; name: string }[]
}

/** An instance of a batch whose job could not be begun. */
export interface NotBegun {
  batchId: string
  planId: string
  instanceName: string
  problem: ErrorInfo
}

interface Binds {
  /** The open bind sheet. */
  sheet: BindTarget | null
  /** The open sheet for several instances. */
  many: ManyTarget | null
  /** The job whose progress is shown, or the batch. */
  shownId: string | null
  /** The bindings that run, and those that ended and were not put away yet. */
  jobs: BindJob[]
  notBegun: NotBegun[]
}

export const bindStore = createStore<Binds>({
  sheet: null,
  many: null,
  shownId: null,
  jobs: [],
  notBegun: [],
})

/** Opens the sheet that says what binding would do. */
export function openBindSheet(target: BindTarget): void {
  bindStore.change((state) => ({ ...state, sheet: target, shownId: null }))
}

export function closeBindSheet(): void {
  bindStore.change((state) => ({ ...state, sheet: null }))
}

export function openManySheet(target: ManyTarget): void {
  bindStore.change((state) => ({ ...state, many: target, shownId: null }))
}

export function closeManySheet(): void {
  bindStore.change((state) => ({ ...state, many: null }))
}

/** Takes the jobs of a batch over from the sheet and shows how far they are. `nameOf`: of a plan's instance. */
export function batchStarted(started: StartedTarget[], nameOf: (planId: string) => string): void {
  const begun = started.flatMap(({ job }) => job ?? [])
  const batchId = begun[0]?.batchId
  if (batchId == null) return
  const failed = started.flatMap(({ planId, problem }) =>
    problem === null ? [] : [{ batchId, planId, instanceName: nameOf(planId), problem }],
  )
  bindStore.change((state) => ({
    ...state,
    many: null,
    shownId: batchId,
    jobs: [...state.jobs, ...begun],
    notBegun: [...state.notBegun, ...failed],
  }))
}

/** Takes a job over from the sheet and shows its progress. */
export function bindStarted(job: BindJob): void {
  bindStore.change((state) => ({ ...state, sheet: null, shownId: job.id, jobs: [...state.jobs, job] }))
}

export function showBind(id: string): void {
  bindStore.change((state) => ({ ...state, shownId: id }))
}

/** A newer state of a job. */
export function bindChanged(job: BindJob): void {
  bindStore.change((state) => ({
    ...state,
    jobs: state.jobs.map((known) => (known.id === job.id ? job : known)),
  }))
}

/** Closes the progress of a job or a batch; what has ended as a whole is done with, what runs goes on. */
export function hideBind(shownId: string): void {
  bindStore.change((state) => {
    const closed = { ...state, shownId: state.shownId === shownId ? null : state.shownId }
    const isOf = ({ id, batchId }: BindJob) => id === shownId || batchId === shownId
    if (state.jobs.some((job) => isOf(job) && job.result === null)) return closed
    return {
      ...closed,
      jobs: state.jobs.filter((job) => !isOf(job)),
      notBegun: state.notBegun.filter(({ batchId }) => batchId !== shownId),
    }
  })
}

export interface Batch {
  id: string
  jobs: BindJob[]
  ended: boolean
}

/** The jobs that were begun together, as long as the window has them on its hands. */
export function batchesOf(jobs: BindJob[]): Batch[] {
  const ids = [...new Set(jobs.flatMap(({ batchId }) => batchId ?? []))]
  return ids.map((id) => {
    const ofThis = jobs.filter(({ batchId }) => batchId === id)
    return { id, jobs: ofThis, ended: ofThis.every(({ result }) => result !== null) }
  })
}

/** The instances that a key is being bound to; the same set until it is another one. */
export function useBoundNow(): ReadonlySet<string> {
  const { jobs } = useStore(bindStore)
  const ids = jobs.filter(({ result }) => result === null).map(({ instanceId }) => instanceId)
  const same = JSON.stringify(ids)
  return useMemo(() => new Set(JSON.parse(same) as string[]), [same])
}
