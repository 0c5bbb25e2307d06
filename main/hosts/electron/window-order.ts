/** The windows that are there, by their names; the one that was in front last comes first. */
export interface WindowOrder<W> {
  add(id: string, window: W): void
  remove(id: string): void
  /** It has come to the front. */
  toFront(id: string): void
  /** The one that is in front, or was last; null where there is none. */
  front(): W | null
  get(id: string): W | null
  /** The name of the first that is such; null where none is. */
  find(isIt: (window: W) => boolean): string | null
  ids(): string[]
}

/** `onChange` hears which are there after each that came or went. */
export function windowOrder<W>(onChange: (ids: string[]) => void): WindowOrder<W> {
  let all: { id: string; window: W }[] = []
  const without = (id: string) => all.filter((one) => one.id !== id)
  const ids = () => all.map(({ id }) => id)
  return {
    add(id, window) {
      all = [{ id, window }, ...without(id)]
      onChange(ids())
    },
    remove(id) {
      all = without(id)
      onChange(ids())
    },
    toFront(id) {
      all = [...all.filter((one) => one.id === id), ...without(id)]
    },
    front: () => all[0]?.window ?? null,
    get: (id) => all.find((one) => one.id === id)?.window ?? null,
    find: (isIt) => all.find(({ window }) => isIt(window))?.id ?? null,
    ids,
  }
}
