import type { ReactNode } from 'react'
import classes from './Notice.module.css'
import { useStacked } from './NoticeStack.js'
import tones from './tones.module.css'

interface Props {
  /** Without one it is a hint. */
  tone?: 'ok' | 'warn' | 'danger'
  /** Where what it is about lies: it has a line towards that. */
  beside?: 'below' | 'above'
  role?: 'status' | 'alert'
  /** Buttons. */
  actions?: ReactNode
  children: ReactNode
}

/** A line across the window or a section: what happened, and what can be done about it. Moves no row while it stays. */
export function Notice({ tone, beside = 'below', role, actions, children }: Props) {
  useStacked()
  return (
    <div className={`${classes.notice} ${tones.toned}`} data-tone={tone} data-beside={beside} role={role}>
      <div className={classes.words}>{children}</div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
