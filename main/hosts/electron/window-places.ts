import { z } from 'zod'
import type { DocumentStore, Log } from '../../core/ports.js'
import { besides, inSight, type Rect, WindowPlace } from './window-place.js'

/** One window's place, from its opening to its end. */
export interface Seat {
  /** Where it opens; null: where the system likes. */
  place: WindowPlace | null
  /** Where it is now. */
  keep(place: WindowPlace): void
  /** The window is gone; the next one opens where it was. */
  leave(): void
}

export interface WindowPlaces {
  /** A place for a window that opens now. `areas`: those of the displays without docks and bars, the main one first. */
  take(areas: readonly Rect[]): Seat
  /** What is to be kept is on the disk, or is in the log as a failure. */
  settled(): Promise<void>
}

/** More are nobody's habit. */
const MOST = 20
/** A window that is dragged is kept once it has come to rest. */
const PAUSE_MS = 500

const Kept = z.array(WindowPlace).max(MOST)

/** Keeps where windows are, the first window's place first. What can't be read counts as nothing kept. */
export async function windowPlaces(store: DocumentStore, log: Log): Promise<WindowPlaces> {
  const places: (WindowPlace | undefined)[] = Kept.safeParse(await store.read()).data ?? []
  const taken = new Set<number>()
  let writing: Promise<void> = Promise.resolve()
  let due: ReturnType<typeof setTimeout> | null = null

  function write(): void {
    if (due !== null) clearTimeout(due)
    due = null
    const kept = places.filter((place) => place !== undefined).slice(0, MOST)
    writing = writing
      .then(() => store.write(kept))
      .catch((error) => log.error('desktop.window-place-not-kept', error))
  }

  return {
    take(areas) {
      let seat = 0
      while (taken.has(seat)) seat++
      const before = seat === 0 ? undefined : places[seat - 1]
      const place = places[seat] ?? (before === undefined ? null : besides(before))
      taken.add(seat)
      return {
        place: place && { ...place, bounds: inSight(place.bounds, areas) },
        keep(now) {
          places[seat] = now
          due ??= setTimeout(write, PAUSE_MS)
        },
        leave: () => void taken.delete(seat),
      }
    },
    async settled() {
      if (due !== null) write()
      await writing
    },
  }
}
