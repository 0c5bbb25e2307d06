import type { FileRow } from './file-rows.js'
import type { DropPlace } from './use-file-drops.js'

/** What is marked, else the row that the keyboard is on. */
export function chosenRows(
  shown: FileRow[],
  marked: ReadonlySet<string>,
  selectedId: string | null,
): FileRow[] {
  const rows = shown.filter(({ id }) => marked.has(id))
  return rows.length > 0 ? rows : shown.filter(({ id }) => id === selectedId)
}

/** The folder that an element of the files is about: where a drop on it goes. */
export function folderAt(target: EventTarget): DropPlace | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-drop]') : null
  return element === null ? null : { folder: element.dataset.drop ?? '', element }
}

/** The row that an event happened in. */
export function rowOf(
  target: EventTarget,
  order: { current: (() => string[]) | null },
  rows: FileRow[],
): FileRow | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  const id = row === null ? undefined : order.current?.()[Number(row.dataset.index)]
  return rows.find((one) => one.id === id)
}
