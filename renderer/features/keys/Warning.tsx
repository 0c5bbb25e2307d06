import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Warning.module.css'

/** What has to be known before going on, beside what it is about. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <div className={classes.warning}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>{children}</span>
    </div>
  )
}
