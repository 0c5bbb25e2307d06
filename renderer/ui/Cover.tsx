import type { ReactNode } from 'react'
import classes from './Cover.module.css'

/** A whole window with one subject: first run, locked, no connection. */
export function Cover({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <main className={classes.cover}>
      <div className={classes.box}>
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  )
}
