import { createStore } from '../store.js'

/** An instance whose files are open in the window. */
export interface FilesPlace {
  instanceId: string
  instanceName: string
}

export interface OpenFiles {
  /** In the order in which they were opened. */
  places: FilesPlace[]
  /** The one that is shown. */
  shownId: string | null
  /** It takes the place of section and terminals. */
  full: boolean
  /** How often files were asked for: who asks has the keyboard in them. */
  asked: number
}

export const filesStore = createStore<OpenFiles>({ places: [], shownId: null, full: false, asked: 0 })

/** Opens the files of an instance beside the rest, or shows them where they are open. */
export function openFiles({ instanceId, instanceName }: FilesPlace): void {
  filesStore.change(({ places, full, asked }) => ({
    places: places.some((place) => place.instanceId === instanceId)
      ? places
      : [...places, { instanceId, instanceName }],
    shownId: instanceId,
    full,
    asked: asked + 1,
  }))
}

export function showFiles(instanceId: string): void {
  filesStore.change((state) => ({ ...state, shownId: instanceId }))
}

/** The one that comes in its place is shown then. */
export function closeFiles(instanceId: string): void {
  filesStore.change(({ places, shownId, full, asked }) => {
    const index = places.findIndex((place) => place.instanceId === instanceId)
    const left = places.filter((place) => place.instanceId !== instanceId)
    const next = left[Math.min(index, left.length - 1)]?.instanceId ?? null
    const shown = shownId === instanceId ? next : shownId
    return { places: left, shownId: shown, full: full && left.length > 0, asked }
  })
}

export function fillWithFiles(full: boolean): void {
  filesStore.change((state) => ({ ...state, full }))
}
