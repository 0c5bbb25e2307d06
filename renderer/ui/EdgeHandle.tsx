import type { KeyboardEvent, PointerEvent } from 'react'
import classes from './EdgeHandle.module.css'

const STEP = 32

/** Which way each arrow key moves an edge: 1 makes the part behind it larger. */
const keys: Record<Edge, Record<string, number>> = {
  left: { ArrowLeft: 1, ArrowRight: -1 },
  top: { ArrowUp: 1, ArrowDown: -1 },
}

type Edge = 'left' | 'top'

interface EdgeHandleProps {
  /** Of the element that it stands in, which is positioned. */
  edge: Edge
  label: string
  /** Its width or height in px, and how far that goes. */
  size: number
  min: number
  max: number
  onChange: (size: number) => void
}

/** An edge that is dragged, or moved by the arrow keys. */
export function EdgeHandle({ edge, label, size, min, max, onChange }: EdgeHandleProps) {
  const set = (next: number) => onChange(Math.round(Math.min(Math.max(next, min), max)))
  const onKeyDown = (event: KeyboardEvent) => {
    const way = keys[edge][event.key]
    if (way === undefined) return
    event.preventDefault()
    set(size + way * STEP)
  }
  const onPointerMove = ({ currentTarget, pointerId, clientX, clientY }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.parentElement?.getBoundingClientRect()
    if (box === undefined || !currentTarget.hasPointerCapture(pointerId)) return
    set(edge === 'left' ? box.right - clientX : box.bottom - clientY)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which hr is not
    <div
      role="separator"
      aria-orientation={edge === 'left' ? 'vertical' : 'horizontal'}
      aria-label={label}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      data-edge={edge}
      className={classes.handle}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  )
}
