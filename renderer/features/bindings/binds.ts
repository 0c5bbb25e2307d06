import { useMemo } from 'react'
import type {
  BindAction,
  BindJob,
  BindWay,
  KeyOptions,
  StartedTarget,
  WantedLogin,
} from '../../../contract/bindings.js'
import type { ErrorInfo } from '../../../contract/errors.js'
import { createStore, useStore } from '../store.js'

/** What the user has chosen about the way, for all instances; the host proposes the rest. */
export interface BindHow {
  /** The login user; of none, the one that is proposed for each instance. */
  user?: string | undefined
  by?: BindWay | undefined
  login?: WantedLogin | undefined
  options?: KeyOptions | undefined
  alsoUsers?: string[] | undefined
  onExisting?: 'ask' | 'keep' | 'replace' | undefined
  /** Where an instance is to be done otherwise. */
  each?: EachHow[] | undefined
}

/** Of what stands there then: several fields may be left before the window is drawn again. */
export type ChangeHow = (change: (how: BindHow) => BindHow) => void

/** What was chosen for one instance of several. */
export interface EachHow {
  instanceId: string
  user?: string | undefined
  login?: WantedLogin | undefined
}

/** What is to be bound or unbound. Without `keyId` the sheet asks which key pair. */
export interface BindTarget {
  action: BindAction
  instances: { id: string; name: string }[]
  keyId?: string | undefined
  /** To begin with. */
  how?: BindHow | undefined
  /** Where the key was found to be the last way in: it goes only where the instance's name is typed. */
  lastWaysIn?: string[] | undefined
}

/** The same for one instance. */
export interface OneTarget extends Omit<BindTarget, 'action' | 'instances'> {
  /** By default bind. */
  action?: BindAction | undefined
  instanceId: string
  instanceName: string
  /** The login user to begin with. */
  user: string
}

/** An instance of a batch whose job could not be begun. */
export interface NotBegun {
  batchId: string
  planId: string
  instanceId: string
  instanceName: string
  problem: ErrorInfo
}

interface Binds {
  /** The open sheet, for one instance or several. */
  sheet: BindTarget | null
  /** The job whose progress is shown, or the batch. */
  shownId: string | null
  /** The bindings that run, and those that ended and were not put away yet. */
  jobs: BindJob[]
  notBegun: NotBegun[]
  /** How the jobs and batches of this window were to be done, by their ids. */
  hows: Record<string, BindHow>
}

export const bindStore = createStore<Binds>({
  sheet: null,
  shownId: null,
  jobs: [],
  notBegun: [],
  hows: {},
})

/** Opens the sheet that says what binding would do to one instance. */
export function openBindSheet({
  action = 'bind',
  instanceId,
  instanceName,
  user,
  how,
  ...target
}: OneTarget): void {
  const instances = [{ id: instanceId, name: instanceName }]
  openManySheet({ ...target, action, instances, how: { ...how, user } })
}

/** The same for several. */
export function openManySheet(target: BindTarget): void {
  bindStore.change((state) => ({ ...state, sheet: target, shownId: null }))
}

export function closeBindSheet(): void {
  bindStore.change((state) => ({ ...state, sheet: null }))
}

/** Takes the jobs of a batch over from the sheet and shows how far they are. `how`: as it was chosen, `instanceOf`: of a plan. */
export function batchStarted(
  started: StartedTarget[],
  how: BindHow,
  instanceOf: (planId: string) => { id: string; name: string },
): void {
  const begun = started.flatMap(({ job }) => job ?? [])
  const batchId = begun[0]?.batchId
  if (batchId == null) return
  const failed = started.flatMap(({ planId, problem }): NotBegun[] => {
    if (problem === null) return []
    const { id, name } = instanceOf(planId)
    return [{ batchId, planId, instanceId: id, instanceName: name, problem }]
  })
  bindStore.change((state) => ({
    ...state,
    sheet: null,
    shownId: batchId,
    jobs: [...state.jobs, ...begun],
    notBegun: [...state.notBegun, ...failed],
    hows: { ...state.hows, [batchId]: how },
  }))
}

/** Takes a job over from the sheet and shows its progress. */
export function bindStarted(job: BindJob, how: BindHow): void {
  bindStore.change((state) => ({
    ...state,
    sheet: null,
    shownId: job.id,
    jobs: [...state.jobs, job],
    hows: { ...state.hows, [job.id]: how },
  }))
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
      hows: Object.fromEntries(Object.entries(state.hows).filter(([id]) => id !== shownId)),
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
