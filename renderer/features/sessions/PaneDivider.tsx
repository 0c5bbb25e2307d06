import type { KeyboardEvent, PointerEvent } from 'react'
import { say } from '../../../contract/words/say.js'
import { moveDivider } from './arrange.js'
import { type Divider, MIN_RATIO } from './layout.js'
import classes from './PaneGrid.module.css'
import { placeStyle } from './place-style.js'

const STEP = 0.02

/** The line between two panes: drag it, or press the arrow keys. A double click makes both the same size. */
export function PaneDivider({ tabId, divider }: { tabId: string; divider: Divider }) {
  const { path, direction, ratio, rect } = divider
  const sideways = direction === 'right'
  const set = (next: number) => moveDivider(tabId, path, next)
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = sideways
      ? { ArrowLeft: -STEP, ArrowRight: STEP }
      : { ArrowUp: -STEP, ArrowDown: STEP }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    set(ratio + step)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const grid = event.currentTarget.parentElement?.getBoundingClientRect()
    if (grid === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    const x = (event.clientX - grid.left) / grid.width
    const y = (event.clientY - grid.top) / grid.height
    set(sideways ? (x - rect.x) / rect.width : (y - rect.y) / rect.height)
  }
  const line = sideways
    ? { ...rect, x: rect.x + rect.width * ratio, width: 0 }
    : { ...rect, y: rect.y + rect.height * ratio, height: 0 }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which hr is not
    <div
      role="separator"
      aria-orientation={sideways ? 'vertical' : 'horizontal'}
      aria-label={say`Between two panes`}
      aria-valuenow={Math.round(ratio * 100)}
      aria-valuemin={MIN_RATIO * 100}
      aria-valuemax={100 - MIN_RATIO * 100}
      tabIndex={0}
      className={classes.divider}
      data-direction={direction}
      style={placeStyle(line)}
      onKeyDown={onKeyDown}
      onDoubleClick={() => set(0.5)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  )
}
