import { useMemo } from 'react'
import type { BindJob, BindWay, KeyOptions, SshLogin } from '../../../contract/bindings.js'
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

interface Binds {
  /** The open bind sheet. */
  sheet: BindTarget | null
  /** The job whose progress is shown. */
  shownId: string | null
  /** The bindings that run, and those that ended and were not put away yet. */
  jobs: BindJob[]
}

export const bindStore = createStore<Binds>({ sheet: null, shownId: null, jobs: [] })

/** Opens the sheet that says what binding would do. */
export function openBindSheet(target: BindTarget): void {
  bindStore.change((state) => ({ ...state, sheet: target, shownId: null }))
}

export function closeBindSheet(): void {
  bindStore.change((state) => ({ ...state, sheet: null }))
}

/** Takes a job over from the sheet and shows its progress. */
export function bindStarted(job: BindJob): void {
  bindStore.change(({ jobs }) => ({ sheet: null, shownId: job.id, jobs: [...jobs, job] }))
}

export function showBind(jobId: string): void {
  bindStore.change((state) => ({ ...state, shownId: jobId }))
}

/** A newer state of a job. */
export function bindChanged(job: BindJob): void {
  bindStore.change((state) => ({
    ...state,
    jobs: state.jobs.map((known) => (known.id === job.id ? job : known)),
  }))
}

/** Closes the progress; a job that has ended is done with, one that runs goes on. */
export function hideBind(jobId: string): void {
  bindStore.change((state) => ({
    ...state,
    shownId: state.shownId === jobId ? null : state.shownId,
    jobs: state.jobs.filter(({ id, result }) => id !== jobId || result === null),
  }))
}

/** The instances that a key is being bound to; the same set until it is another one. */
export function useBoundNow(): ReadonlySet<string> {
  const { jobs } = useStore(bindStore)
  const ids = jobs.filter(({ result }) => result === null).map(({ instanceId }) => instanceId)
  const same = JSON.stringify(ids)
  return useMemo(() => new Set(JSON.parse(same) as string[]), [same])
}
