import { type KeyboardEvent, type RefObject, useRef } from 'react'
import { type FileRow, typedAhead } from './file-rows.js'

/** Letters that come so soon after what the one before has found was drawn are one word. */
const WORD_MS = 800

/** Goes to the row whose name begins with what is typed, as file managers do. */
export function useTypeAhead(
  rows: FileRow[],
  order: RefObject<(() => string[]) | null>,
  onFound: (row: FileRow) => void,
): (event: KeyboardEvent) => void {
  const typed = useRef({ text: '', at: 0, row: -1 })
  return ({ key, ctrlKey, metaKey, altKey, timeStamp }) => {
    if ([...key].length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return
    const byId = new Map(rows.map((row) => [row.id, row]))
    const sorted = (order.current?.() ?? []).flatMap((id) => byId.get(id) ?? [])
    const goesOn = timeStamp - typed.current.at < WORD_MS
    const text = goesOn ? typed.current.text + key : key
    // A letter by itself goes to the next that begins with it, also from one that does.
    const row = typedAhead(sorted, goesOn ? typed.current.row : typed.current.row + 1, text)
    typed.current = { text, at: timeStamp, row: row === null ? typed.current.row : sorted.indexOf(row) }
    if (row === null) return
    onFound(row)
    // A large folder on a busy computer takes its time, which is none of the typist's.
    requestAnimationFrame(() => {
      typed.current.at = performance.now()
    })
  }
}
