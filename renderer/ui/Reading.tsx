import classes from './EmptyState.module.css'
import { StatusDot } from './StatusDot.js'

/** In place of what is still being read; seen only where that takes longer than a blink. */
export function Reading({ children }: { children: string }) {
  return (
    <div className={classes.box} data-late role="status">
      <StatusDot tone="busy">{children}</StatusDot>
    </div>
  )
}
