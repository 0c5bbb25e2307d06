import type { KeyboardEvent, PointerEvent } from 'react'
import classes from './files.module.css'

const MIN = 320
const MAX = 1600
const STEP = 32

/** The left edge of the files: drag it, or press left and right. Widths are in px. */
export function WidthHandle({ width, onChange }: { width: number; onChange: (width: number) => void }) {
  const set = (next: number) => onChange(Math.round(Math.min(Math.max(next, MIN), MAX)))
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    if (key === 'ArrowLeft') set(width + STEP)
    else if (key === 'ArrowRight') set(width - STEP)
    else return
    event.preventDefault()
  }
  const onPointerMove = ({ currentTarget, pointerId, clientX }: PointerEvent<HTMLElement>) => {
    const right = currentTarget.parentElement?.getBoundingClientRect().right ?? 0
    if (currentTarget.hasPointerCapture(pointerId)) set(right - clientX)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which hr is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the files"
      aria-valuenow={width}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      tabIndex={0}
      className={classes.handle}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  )
}
