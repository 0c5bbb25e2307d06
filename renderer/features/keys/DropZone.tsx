import { type DragEvent, type ReactNode, useState } from 'react'
import { say } from '../../../contract/words/say.js'
import classes from './DropZone.module.css'

interface Props {
  onDrop: (files: File[]) => void
  /** While something else than an import is open. */
  disabled?: boolean
  children: ReactNode
}

/** Takes dropped files, anywhere on its content and on the sheets over it. */
export function DropZone({ onDrop, disabled = false, children }: Props) {
  const [over, setOver] = useState(false)
  const hover = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    // Also while disabled: the browser would leave Latchkey and show the file.
    event.preventDefault()
    if (disabled) event.dataTransfer.dropEffect = 'none'
    setOver(!disabled)
  }
  const leave = (event: DragEvent) => {
    if (event.currentTarget.contains(event.relatedTarget as Node | null)) return
    setOver(false)
  }
  const drop = (event: DragEvent) => {
    const files = [...event.dataTransfer.files]
    setOver(false)
    if (files.length === 0) return
    event.preventDefault()
    if (!disabled) onDrop(files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a convenience; the Import button does the same
    <div className={classes.zone} onDragEnter={hover} onDragOver={hover} onDragLeave={leave} onDrop={drop}>
      {children}
      {over && <div className={classes.cover}>{say`Drop key files to import them`}</div>}
    </div>
  )
}
