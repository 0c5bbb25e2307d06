import type { BindJob } from '../../../contract/bindings.js'
import { bindStore } from './binds.js'

/** The jobs that this window has on its hands, as JSON: sessionStorage outlives a reload and ends with the window. */
const KEY = 'latchkey.bindings'

/** Remembers what the window has on its hands from now on. The answer stops that. */
export function rememberJobs(storage: Pick<Storage, 'setItem'>): () => void {
  return bindStore.subscribe(() => {
    storage.setItem(KEY, JSON.stringify(bindStore.get().jobs.map(({ id }) => id)))
  })
}

/**
 * Takes over what the host tells of and the window doesn't have: every job that runs, and of those that ended only
 * what the window had on its hands before it was loaded again.
 */
export function takeOverJobs(told: BindJob[], storage: Pick<Storage, 'getItem'>): void {
  const before = idsOf(storage.getItem(KEY))
  bindStore.change((state) => {
    const known = new Set(state.jobs.map(({ id }) => id))
    const found = told.filter(({ id, result }) => !known.has(id) && (result === null || before.includes(id)))
    return found.length === 0 ? state : { ...state, jobs: [...state.jobs, ...found] }
  })
}

function idsOf(text: string | null): unknown[] {
  const ids: unknown = JSON.parse(text ?? '[]')
  return Array.isArray(ids) ? ids : []
}
