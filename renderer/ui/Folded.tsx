import { type ReactNode, useState } from 'react'
import classes from './Folded.module.css'

interface Props {
  summary: string
  /** Whether it is open at first. */
  open?: boolean
  children: ReactNode
}

/** Content that is drawn only while it is unfolded: thousands of rows take seconds. */
export function Folded({ summary, open: first = false, children }: Props) {
  const [open, setOpen] = useState(first)
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={classes.summary}>{summary}</summary>
      {open && children}
    </details>
  )
}
