import { TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import classes from './Section.module.css'

interface Props {
  title: string
  /** A filter field in the header, reached by Ctrl/Cmd+F. */
  filter?: { value: string; onChange: (value: string) => void; label: string }
  actions?: ReactNode
  /** A DetailsPanel, or nothing. */
  details?: ReactNode
  children: ReactNode
}

/** One section of the window: title, filter and actions above; the content; details beside it. */
export function Section({ title, filter, actions, details, children }: Props) {
  const field = useRef<HTMLInputElement>(null)
  useHotkeys([['mod+F', () => field.current?.select()]], [])
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.main}>
        <header className={classes.header}>
          <h1 className={classes.title}>{title}</h1>
          {filter !== undefined && (
            <TextInput
              ref={field}
              className={classes.filter}
              aria-label={filter.label}
              placeholder={filter.label}
              leftSection={<IconSearch size={16} />}
              value={filter.value}
              onChange={(event) => {
                gridBeside(event.currentTarget)?.scrollTo({ top: 0 })
                filter.onChange(event.currentTarget.value)
              }}
              onKeyDown={(event) => {
                if (event.key === 'Escape') filter.onChange('')
                if (event.key === 'ArrowDown') goToFirstRow(event)
              }}
            />
          )}
          <div className={classes.actions}>{actions}</div>
        </header>
        <div className={classes.content}>{children}</div>
      </div>
      {details}
    </section>
  )
}

/** The table that the filter narrows; what it lets through begins at its top. */
function gridBeside(field: Element): HTMLElement | null | undefined {
  return field.closest('section')?.querySelector<HTMLElement>('[role="grid"]')
}

/** From the filter to the first row that it lets through, as in every search field. */
function goToFirstRow(event: KeyboardEvent): void {
  const grid = gridBeside(event.currentTarget)
  if (grid == null) return
  event.preventDefault()
  grid.focus()
  grid.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'Home', bubbles: true }))
}
