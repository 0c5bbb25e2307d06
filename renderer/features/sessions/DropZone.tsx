import { useWindowEvent } from '@mantine/hooks'
import { type DragEvent, useState } from 'react'
import { type Dragged, type DropPlace, dropBeside, dropPlace, dropRect, endDrag } from './drag.js'
import type { Layout } from './layout.js'
import classes from './PaneGrid.module.css'
import { placeStyle } from './place-style.js'

/** Over the panes while something is dragged: shows the half of a pane that it would take. */
export function DropZone({ dragged, layout }: { dragged: Dragged; layout: Layout }) {
  const [place, setPlace] = useState<DropPlace | null>(null)
  const placeOf = (event: DragEvent) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    return dropPlace(dragged, layout, (event.clientX - left) / width, (event.clientY - top) / height)
  }
  const onDragOver = (event: DragEvent) => {
    event.preventDefault()
    const next = placeOf(event)
    event.dataTransfer.dropEffect = next === null ? 'none' : 'move'
    if (next?.paneId !== place?.paneId || next?.edge !== place?.edge) setPlace(next)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    const target = placeOf(event)
    endDrag()
    if (target !== null) dropBeside(dragged, target)
  }
  // While something is dragged no pointer moves. Where its element went meanwhile, nobody tells that the drag has ended.
  useWindowEvent('pointermove', (event) => event.buttons === 0 && endDrag())
  const half = place === null ? undefined : dropRect(layout, place)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu of the terminals has the same for the keyboard
    <div className={classes.zone} onDragOver={onDragOver} onDragLeave={() => setPlace(null)} onDrop={onDrop}>
      {half !== undefined && <div className={classes.half} style={placeStyle(half)} />}
    </div>
  )
}
