import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { DocumentStore, Log } from '../../core/ports.js'
import { aside, inSight, type Rect, WindowPlace } from './window-place.js'

/** One window's place, from its opening to its end. */
export interface Seat {
  /** Names the window, also to the core: one that is opened again after a restart has the name that it had. */
  id: string
  /** Where it opens; null: where the system likes. */
  place: WindowPlace | null
  /** Where it is now. */
  keep(place: WindowPlace): void
  /** The window is gone; the next one opens where it was. */
  leave(): void
}

export interface WindowPlaces {
  /** A place for a further window. `areas`: those of the displays without docks and bars, the main one first. */
  take(areas: readonly Rect[]): Seat
  /** Places for the windows that were there last, at least one, the first of them first. For when none is there. */
  takeLast(areas: readonly Rect[]): Seat[]
  /** What is to be kept is on the disk, or is in the log as a failure. */
  settled(): Promise<void>
}

/** More are nobody's habit. */
export const MOST_WINDOWS = 20
/** A window that is dragged is kept once it has come to rest. */
const PAUSE_MS = 500

const Kept = z.array(WindowPlace.extend({ id: z.uuid().optional(), open: z.boolean().optional() })).max(50)

interface Slot {
  id: string
  place: WindowPlace | null
  /** Its window is there, or was when Latchkey had windows last. */
  open: boolean
  taken: boolean
}

/**
 * Keeps where windows are, and which of them were there, the first one first. What can't be read counts as nothing kept.
 * `isEnding`: windows that go now are to be there again after a start, since all of Latchkey ends.
 */
export async function windowPlaces(
  store: DocumentStore,
  log: Log,
  isEnding: () => boolean = () => false,
): Promise<WindowPlaces> {
  const kept = Kept.safeParse(await store.read()).data ?? []
  const slots: Slot[] = kept.slice(0, MOST_WINDOWS).map(({ id = randomUUID(), open = false, ...place }) => {
    return { id, place, open, taken: false }
  })
  let writing: Promise<void> = Promise.resolve()
  let due: ReturnType<typeof setTimeout> | null = null

  function write(): void {
    if (due !== null) clearTimeout(due)
    due = null
    const now = slots.flatMap(({ id, place, open }) => (place === null ? [] : [{ ...place, id, open }]))
    writing = writing
      .then(() => store.write(now.slice(0, MOST_WINDOWS)))
      .catch((error) => log.error('desktop.window-place-not-kept', error))
  }

  function writeSoon(): void {
    due ??= setTimeout(write, PAUSE_MS)
  }

  function seatOf(slot: Slot, place: WindowPlace | null, areas: readonly Rect[]): Seat {
    Object.assign(slot, { open: true, taken: true })
    writeSoon()
    return {
      id: slot.id,
      place: place && { ...place, bounds: inSight(place.bounds, areas) },
      keep(now) {
        slot.place = now
        writeSoon()
      },
      leave() {
        slot.taken = false
        slot.open = isEnding() || !slots.some(({ taken }) => taken)
        writeSoon()
      },
    }
  }

  function take(areas: readonly Rect[]): Seat {
    const taken = slots.flatMap((slot) => (slot.taken && slot.place !== null ? [slot.place] : []))
    let slot = slots.find((one) => !one.taken)
    if (slot === undefined) {
      slot = { id: '', place: null, open: true, taken: true }
      slots.push(slot)
    }
    // Another window than the one that was there: what that one had is not for it.
    slot.id = randomUUID()
    const before = slots[slots.indexOf(slot) - 1]?.place ?? null
    return seatOf(slot, aside(slot.place, before, taken), areas)
  }

  return {
    take,
    takeLast(areas) {
      const last = slots.filter(({ open, taken }) => open && !taken)
      return last.length === 0 ? [take(areas)] : last.map((slot) => seatOf(slot, slot.place, areas))
    },
    async settled() {
      if (due !== null) write()
      await writing
    },
  }
}
