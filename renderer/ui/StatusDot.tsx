import { IconLoader2 } from '@tabler/icons-react'
import classes from './StatusDot.module.css'
import type { Tone } from './tone.js'

/** A word with a dot before it. The word says it all; the dot only helps the eye. */
export function StatusDot({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.status}>
      {tone === 'busy' ? (
        <IconLoader2 size={12} className={classes.spin} aria-hidden />
      ) : (
        <span className={classes.dot} data-tone={tone} aria-hidden />
      )}
      {children}
    </span>
  )
}
