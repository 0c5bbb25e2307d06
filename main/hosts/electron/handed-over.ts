import type { Handed } from '../../core/openings/handed.js'

/** What the core was given and no page has taken yet: a core that is started again gets it once more. */
export interface HandedOver {
  /** It is on its way to the core. */
  give(handed: readonly Handed[]): void
  /** The core has read the oldest that is on its way. */
  heard(): void
  /** What waits in the core for a page, as the core tells. */
  waits(handed: readonly Handed[]): void
  /** What a core that is started again is given, in this order; each is on its way now. */
  again(): (readonly Handed[])[]
}

/** What so many cores did not come to the end of reading may be what has ended them. */
const MOST_TRIES = 2

export function handedOver(): HandedOver {
  let waiting: readonly Handed[] = []
  let onTheWay: { handed: readonly Handed[]; tries: number }[] = []
  return {
    give: (handed) => void onTheWay.push({ handed, tries: 1 }),
    heard: () => void onTheWay.shift(),
    waits(handed) {
      waiting = handed
    },
    again() {
      const unread = onTheWay.filter(({ tries }) => tries < MOST_TRIES)
      const all = [{ handed: waiting, tries: 0 }, ...unread]
      onTheWay = all
        .filter(({ handed }) => handed.length > 0)
        .map(({ handed, tries }) => ({ handed, tries: tries + 1 }))
      waiting = []
      return onTheWay.map(({ handed }) => handed)
    },
  }
}
