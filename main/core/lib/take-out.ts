export interface TakenOut<T> {
  left: T[]
  /** Any later state of the list, with what was taken out where it stood; where the list is shorter by now, at its end. */
  back(now: readonly T[]): T[]
}

/** The list without the items that are `wanted`, and how to put those back. */
export function takeOut<T>(list: readonly T[], wanted: (item: T) => boolean): TakenOut<T> {
  const taken = list.flatMap((item, index) => (wanted(item) ? [{ item, index }] : []))
  return {
    left: list.filter((item) => !wanted(item)),
    back: (now) => taken.reduce((all, { item, index }) => all.toSpliced(index, 0, item), [...now]),
  }
}
