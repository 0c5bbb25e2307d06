import { type DragEvent, useRef, useState } from 'react'
import { parentOf, pathIn } from '../../../contract/file-names.js'
import { countWords, type FileRow } from './file-rows.js'
import { droppedFiles, type Held } from './held-files.js'

/** What rows are dragged as: programs beside Latchkey know nothing of it. */
const ROWS = 'application/x-latchkey-files'

/** A folder that things may be dropped on, and the element that stands for it. */
export interface DropPlace {
  folder: string
  element: Element
}

interface Over {
  kind: 'upload' | 'move'
  folder: string
  /** Where the element is, in px of the window. */
  box: DOMRect
}

interface Options {
  /** The folder that is shown. */
  path: string
  /** Which folder is meant, by where the pointer is; null for none. */
  placeAt: (target: EventTarget) => DropPlace | null
  /** What goes along where a row is dragged: it alone, or all that are marked. */
  rowsAt: (target: EventTarget) => FileRow[]
  onUpload: (files: Promise<Held>, to: string) => void
  onMove: (rows: FileRow[], to: string) => void
}

/** For an element that files of the desktop are dropped on, and whose rows are dragged into folders. Escape ends a drag. */
export function useFileDrops({ path, placeAt, rowsAt, onUpload, onMove }: Options) {
  const [over, setOver] = useState<Over | null>(null)
  const dragged = useRef<{ rows: FileRow[]; from: string } | null>(null)

  function wanted({ target, dataTransfer: { types } }: DragEvent): Over | null {
    const kind = types.includes('Files') ? 'upload' : types.includes(ROWS) ? 'move' : null
    const place = placeAt(target)
    if (kind === null || place === null) return null
    if (kind === 'move' && !mayMove(dragged.current, place.folder)) return null
    return { kind, folder: place.folder, box: place.element.getBoundingClientRect() }
  }
  const hover = (event: DragEvent) => {
    const next = wanted(event)
    // Else the browser would leave Latchkey and show the file.
    if (next !== null || event.dataTransfer.types.includes('Files')) event.preventDefault()
    event.dataTransfer.dropEffect = next === null ? 'none' : next.kind === 'upload' ? 'copy' : 'move'
    setOver(next)
  }
  return {
    /** What a drop would do now. */
    over,
    handlers: {
      onDragStart(event: DragEvent) {
        const rows = rowsAt(event.target)
        if (rows.length === 0) return event.preventDefault()
        dragged.current = { rows, from: path }
        event.dataTransfer.setData(ROWS, '')
        event.dataTransfer.effectAllowed = 'move'
        showAtPointer(event.dataTransfer, countWords(rows))
      },
      onDragEnd() {
        dragged.current = null
        setOver(null)
      },
      onDragEnter: hover,
      onDragOver: hover,
      onDragLeave(event: DragEvent) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null)
      },
      onDrop(event: DragEvent) {
        const what = wanted(event)
        const rows = dragged.current
        setOver(null)
        dragged.current = null
        if (what === null) return
        event.preventDefault()
        if (what.kind === 'upload') onUpload(droppedFiles(event.dataTransfer), what.folder)
        else if (rows !== null) onMove(rows.rows, what.folder)
      },
    },
  }
}

/** Nothing goes to where it is, and no folder into itself or what is in it. */
function mayMove(dragged: { rows: FileRow[]; from: string } | null, to: string): boolean {
  if (dragged === null || dragged.from === to) return false
  const inside = (path: string): boolean =>
    dragged.rows.some(({ name }) => pathIn(dragged.from, name) === path) ||
    (path !== '/' && path !== '~' && inside(parentOf(path)))
  return !inside(to)
}

/** Instead of a picture of the one row that the pointer is on. */
function showAtPointer(data: DataTransfer, words: string): void {
  const label = document.createElement('div')
  label.textContent = words
  Object.assign(label.style, {
    ...{ position: 'fixed', top: '-100px', padding: '4px 8px', borderRadius: '4px' },
    ...{ background: 'var(--lk-raised)', color: 'var(--lk-text)', border: '1px solid var(--lk-accent)' },
  })
  document.body.append(label)
  data.setDragImage(label, -8, -8)
  setTimeout(() => label.remove())
}
