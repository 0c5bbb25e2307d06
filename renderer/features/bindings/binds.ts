import type { BindJob } from '../../../contract/bindings.js'
import { createStore } from '../store.js'

/** What is to be bound. Without `keyId` the sheet asks which key pair. */
export interface BindTarget {
  instanceId: string
  instanceName: string
  /** The login user to begin with. */
  user: string
  keyId?: string | undefined
}

/** A binding that this window began. */
export interface Bind {
  target: BindTarget
  job: BindJob
}

interface Binds {
  /** The open bind sheet. */
  sheet: BindTarget | null
  /** The job whose progress is shown. */
  shownId: string | null
  binds: Bind[]
}

export const bindStore = createStore<Binds>({ sheet: null, shownId: null, binds: [] })

/** Opens the sheet that says what binding would do. */
export function openBindSheet(target: BindTarget): void {
  bindStore.change((state) => ({ ...state, sheet: target, shownId: null }))
}

export function closeBindSheet(): void {
  bindStore.change((state) => ({ ...state, sheet: null }))
}

/** Takes a job over from the sheet and shows its progress. */
export function bindStarted(target: BindTarget, job: BindJob): void {
  bindStore.change(({ binds }) => ({
    sheet: null,
    shownId: job.id,
    binds: [...binds, { target, job }],
  }))
}

export function showBind(jobId: string): void {
  bindStore.change((state) => ({ ...state, shownId: jobId }))
}

/** A newer state of a job. */
export function bindChanged(job: BindJob): void {
  bindStore.change((state) => ({
    ...state,
    binds: state.binds.map((bind) => (bind.job.id === job.id ? { ...bind, job } : bind)),
  }))
}

/** Closes the progress; a job that has ended is done with, one that runs goes on. */
export function hideBind(jobId: string): void {
  bindStore.change((state) => ({
    ...state,
    shownId: state.shownId === jobId ? null : state.shownId,
    binds: state.binds.filter(({ job }) => job.id !== jobId || job.result === null),
  }))
}
