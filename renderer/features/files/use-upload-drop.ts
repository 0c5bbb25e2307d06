import { type DragEvent, useState } from 'react'
import { droppedFiles, type Held } from './held-files.js'

/** For an element that files of the desktop are dropped on. `folderAt`: which folder is meant, by where the pointer is. */
export function useUploadDrop(
  folderAt: (target: EventTarget) => string,
  onDrop: (files: Promise<Held>, to: string) => void,
) {
  const [over, setOver] = useState<string | null>(null)
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    // Else the browser would leave Latchkey and show the file.
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(folderAt(event.target))
  }
  return {
    /** The folder that a drop would go to now. */
    over,
    handlers: {
      onDragEnter: hover,
      onDragOver: hover,
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null)
      },
      onDrop: (event: DragEvent) => {
        setOver(null)
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        onDrop(droppedFiles(event.dataTransfer), folderAt(event.target))
      },
    },
  }
}
