import { type DragEvent, type ReactNode, useState } from 'react'
import classes from './DropZone.module.css'

/** Takes one dropped file, anywhere on its content. */
export function DropZone({ onDrop, children }: { onDrop: (file: File) => void; children: ReactNode }) {
  const [over, setOver] = useState(false)
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(true)
  }
  const leave = (event: DragEvent) => {
    if (event.currentTarget.contains(event.relatedTarget as Node | null)) return
    setOver(false)
  }
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    setOver(false)
    if (file === undefined) return
    event.preventDefault()
    onDrop(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a convenience; the Import button does the same
    <div className={classes.zone} onDragEnter={hover} onDragOver={hover} onDragLeave={leave} onDrop={drop}>
      {children}
      {over && <div className={classes.cover}>Drop the private key file to import it</div>}
    </div>
  )
}
