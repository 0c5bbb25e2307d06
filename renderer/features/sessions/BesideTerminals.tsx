import type { ReactNode } from 'react'
import { useStore } from '../store.js'
import classes from './TerminalDock.module.css'
import { terminalStore } from './terminals.js'

/**
 * What gives way when the terminals fill the window. The store says so, not `:has()` in CSS: with that the browser would
 * look at the whole page again for each element that comes or goes, as hundreds do when a table is filtered.
 */
export function BesideTerminals({ children }: { children: ReactNode }) {
  const { tabs, full } = useStore(terminalStore)
  return (
    <div className={classes.beside} hidden={full && tabs.length > 0}>
      {children}
    </div>
  )
}
