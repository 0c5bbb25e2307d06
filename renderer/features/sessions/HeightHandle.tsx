import type { KeyboardEvent, PointerEvent } from 'react'
import classes from './TerminalDock.module.css'

const MIN = 120
const MAX = 2000
const STEP = 32

/** The upper edge of the terminals: drag it, or press up and down. Heights are in px. */
export function HeightHandle({ height, onChange }: { height: number; onChange: (height: number) => void }) {
  const set = (next: number) => onChange(Math.round(Math.min(Math.max(next, MIN), MAX)))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    set(height + step)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const bottom = event.currentTarget.parentElement?.getBoundingClientRect().bottom ?? 0
    set(bottom - event.clientY)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which hr is not
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the terminals"
      aria-valuenow={height}
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
