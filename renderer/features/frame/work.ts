import { createStore, useStore } from '../store.js'

/** Long work that the status bar tells of, wherever the user is. */
export interface Work {
  /** "Binding deploy-2026 to web-1: waiting for it to stop". */
  label: string
  /** Brings the user to it. */
  onOpen?: () => void
  /** It has ended, and not well. */
  failed?: boolean
}

const running = createStore<ReadonlyMap<string, Work>>(new Map())

/** Shows or renews a piece of work; null when it has ended. */
export function setWork(id: string, work: Work | null): void {
  running.change((before) => {
    const next = new Map(before)
    if (work === null) next.delete(id)
    else next.set(id, work)
    return next
  })
}

export function useWork(): Work[] {
  return [...useStore(running).values()]
}
