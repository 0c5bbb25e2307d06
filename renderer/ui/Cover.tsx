import type { ReactNode } from 'react'
import classes from './Cover.module.css'
import { OnCover } from './overlays.js'

interface Props {
  title: string
  /** Shown only after half a second: what is over by then should not flash. */
  late?: boolean
  children?: ReactNode
}

/** A whole window with one subject: first run, locked, no connection. */
export function Cover({ title, late = false, children }: Props) {
  return (
    <main className={classes.cover} data-late={late || undefined}>
      <div className={classes.box}>
        <h1 className={classes.title}>{title}</h1>
        <OnCover value={true}>{children}</OnCover>
      </div>
    </main>
  )
}
