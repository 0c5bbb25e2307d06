import { type DragEvent, useEffect, useState } from 'react'
import { parentOf, pathIn } from '../../../contract/file-names.js'
import { countWords, type FileRow } from './file-rows.js'
import { dragFiles, type FilesInHand, filesInHand, hearFilesInHand } from './files-in-hand.js'
import type { FilesPlace } from './files-store.js'
import { droppedFiles, type Held } from './held-files.js'

/** What rows are dragged as: programs beside Latchkey know nothing of it. */
const ROWS = 'application/x-latchkey-files'

/** A folder that things may be dropped on, and the element that stands for it. */
export interface DropPlace {
  folder: string
  element: Element
}

interface Over {
  kind: 'upload' | 'move' | 'copy'
  /** What is dragged; null for what comes from outside. */
  dragged: FilesInHand | null
  folder: string
  /** Where the element is, in px of the window. */
  box: DOMRect
}

interface Options {
  place: FilesPlace
  /** The folder that is shown. */
  path: string
  /** Which folder is meant, by where the pointer is; null for none. */
  placeAt: (target: EventTarget) => DropPlace | null
  /** What goes along where a row is dragged: it alone, or all that are marked. */
  rowsAt: (target: EventTarget) => FileRow[]
  onUpload: (files: Promise<Held>, to: string) => void
  /** From another folder of the instance, which another window may show. */
  onMove: (files: FilesInHand, to: string) => void
  /** From another instance. */
  onCopy: (files: FilesInHand, to: string) => void
}

/** For an element that files of the desktop are dropped on, and whose rows are dragged into folders. Escape ends a drag. */
export function useFileDrops({ place, path, placeAt, rowsAt, onUpload, onMove, onCopy }: Options) {
  const [over, setOver] = useState<Over | null>(null)
  useEffect(hearFilesInHand, [])

  function wanted({ target, dataTransfer: { types } }: DragEvent): Over | null {
    const onto = placeAt(target)
    // Another window, where the drag began, may hear of its end before this one hears of the drop.
    const dragged = types.includes(ROWS) ? (filesInHand.get().dragged ?? over?.dragged ?? null) : null
    const kind = types.includes('Files') ? 'upload' : kindOf(dragged)
    if (kind === null || onto === null) return null
    if (kind === 'move' && !mayMove(dragged, onto.folder)) return null
    return { kind, dragged, folder: onto.folder, box: onto.element.getBoundingClientRect() }
  }
  const kindOf = (dragged: FilesInHand | null) =>
    dragged === null ? null : dragged.instanceId === place.instanceId ? 'move' : 'copy'
  const hover = (event: DragEvent) => {
    const next = wanted(event)
    // Else the browser would leave Latchkey and show the file.
    if (next !== null || event.dataTransfer.types.includes('Files')) event.preventDefault()
    event.dataTransfer.dropEffect = next === null ? 'none' : next.kind === 'move' ? 'move' : 'copy'
    setOver(next)
  }
  return {
    /** What a drop would do now. */
    over,
    handlers: {
      onDragStart(event: DragEvent) {
        const rows = rowsAt(event.target)
        if (rows.length === 0) return event.preventDefault()
        dragFiles({ ...place, rows, folder: path })
        event.dataTransfer.setData(ROWS, '')
        event.dataTransfer.effectAllowed = 'copyMove'
        showAtPointer(event.dataTransfer, countWords(rows))
      },
      onDragEnd() {
        dragFiles(null)
        setOver(null)
      },
      onDragEnter: hover,
      onDragOver: hover,
      onDragLeave(event: DragEvent) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null)
      },
      onDrop(event: DragEvent) {
        const what = wanted(event)
        setOver(null)
        dragFiles(null)
        if (what === null) return
        event.preventDefault()
        if (what.kind === 'upload') onUpload(droppedFiles(event.dataTransfer), what.folder)
        else if (what.dragged !== null) (what.kind === 'copy' ? onCopy : onMove)(what.dragged, what.folder)
      },
    },
  }
}

/** Nothing goes to where it is, and no folder into itself or what is in it. */
function mayMove(dragged: FilesInHand | null, to: string): boolean {
  if (dragged === null || dragged.folder === to) return false
  const inside = (path: string): boolean =>
    dragged.rows.some(({ name }) => pathIn(dragged.folder, name) === path) ||
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
