import { createStore } from '../store.js'

/** Where what was done is told. */
export type DonePlace = 'forwards' | 'hosts' | 'snippets'

export interface Done {
  place: DonePlace
  /** "The host web is removed." */
  text: string
  /** Brings back exactly what was there; rejects with why it can't. */
  undo: () => Promise<unknown>
}

/** The last that was done in this window and can be undone. */
export const lastDone = createStore<Done | null>(null)

export const tellDone = (done: Done): void => lastDone.change(() => done)

/** Nothing, where something else was done since. */
export const dismissDone = (done: Done): void => lastDone.change((now) => (now === done ? null : now))
