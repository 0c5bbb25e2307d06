import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

/** One sentence and, where something can be done, one button. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.box}>
      <p>{children}</p>
      {action}
    </div>
  )
}
