import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode, SyntheticEvent } from 'react'
import { say } from '../../contract/words/say.js'
import classes from './DetailsPanel.module.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
}

/** Beside the table; over its right part where the window is narrow. Escape closes it; the keyboard goes to the table. */
export function DetailsPanel({ title, onClose, children }: Props) {
  const close = ({ currentTarget }: SyntheticEvent) => {
    currentTarget.closest('section')?.querySelector<HTMLElement>('[data-grid]')?.focus()
    onClose()
  }
  return (
    <aside
      className={classes.panel}
      aria-label={say`Details of ${title}`}
      onKeyDown={(event) => {
        // A sheet that was opened from here is a child of the panel for React, but not on the page.
        if (event.key === 'Escape' && event.currentTarget.contains(event.target as Node)) close(event)
      }}
    >
      <div className={classes.header}>
        <h2 className={classes.title} title={title}>
          {title}
        </h2>
        <ActionIcon aria-label={say`Close details`} onClick={close}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
      <div className={classes.scroll} tabIndex={0}>
        <div className={classes.content}>{children}</div>
      </div>
    </aside>
  )
}

/** One fact of a details panel: what it is, and beside it what it says; below it where something in it is `data-long`. */
export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{children}</div>
    </div>
  )
}
