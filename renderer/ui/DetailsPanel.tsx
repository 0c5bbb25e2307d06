import { ActionIcon, Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './DetailsPanel.module.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
}

/** Beside the table; a drawer over it where the window is narrow. Escape closes it. */
export function DetailsPanel({ title, onClose, children }: Props) {
  const narrow = useMediaQuery('(max-width: 1000px)', false, { getInitialValueInEffect: false })
  if (narrow) {
    return (
      <Drawer
        opened
        position="right"
        size={380}
        title={title}
        onClose={onClose}
        closeButtonProps={{ 'aria-label': 'Close details' }}
        transitionProps={{ duration: 100 }}
      >
        <div className={classes.content}>{children}</div>
      </Drawer>
    )
  }
  return (
    <aside
      className={classes.panel}
      aria-label={`Details of ${title}`}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()}
    >
      <header className={classes.header}>
        <h2 className={classes.title}>{title}</h2>
        <ActionIcon aria-label="Close details" onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard */}
      <div className={classes.scroll} tabIndex={0}>
        <div className={classes.content}>{children}</div>
      </div>
    </aside>
  )
}

/** One fact of a details panel: what it is, and below it what it says. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{children}</div>
    </div>
  )
}
