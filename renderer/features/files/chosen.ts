import type { FileRow } from './file-rows.js'

/** What is marked, else the row that the keyboard is on. */
export function chosenRows(
  shown: FileRow[],
  marked: ReadonlySet<string>,
  selectedId: string | null,
): FileRow[] {
  const rows = shown.filter(({ id }) => marked.has(id))
  return rows.length > 0 ? rows : shown.filter(({ id }) => id === selectedId)
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
