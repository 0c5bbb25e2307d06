import { useHotkeys, useWindowEvent } from '@mantine/hooks'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { FilterField, type FilterSuggestion } from './FilterField.js'
import { isPlainKey } from './is-writing.js'
import classes from './Section.module.css'
import { focusInstead } from './section-focus.js'

interface Props {
  title: string
  /** A filter field in the header, reached by Ctrl/Cmd+F, by `/`, and by typing in the table. */
  filter?: {
    value: string
    onChange: (value: string) => void
    label: string
    suggest?: (text: string, caret: number) => FilterSuggestion[]
  }
  actions?: ReactNode
  /** A DetailsPanel, or nothing. */
  details?: ReactNode
  children: ReactNode
}

/** One section of the window: title, filter and actions above; the content; details beside it. */
export function Section({ title, filter, actions, details, children }: Props) {
  const field = useRef<HTMLInputElement>(null)
  // A section that comes where another was hidden with the keyboard in it.
  useEffect(focusInstead, [])
  useHotkeys([['mod+F', () => field.current?.select()]], [])
  // By what the key writes: where `/` needs Shift, it is `/` all the same.
  useWindowEvent('keydown', (event) => {
    if (field.current === null || !isPlainKey(event, '/')) return
    event.preventDefault()
    field.current.select()
  })
  return (
    <section className={classes.section} aria-label={title} data-part="section" tabIndex={-1}>
      <div className={classes.main}>
        <header className={classes.header}>
          <h1 className={classes.title}>{title}</h1>
          {filter !== undefined && (
            <FilterField
              fieldRef={field}
              label={filter.label}
              suggest={filter.suggest}
              value={filter.value}
              onChange={(value) => {
                gridBeside(field.current)?.scrollTo({ top: 0 })
                filter.onChange(value)
              }}
              onKeyDown={(event) => {
                if (event.key === 'Escape') filter.onChange('')
                if (event.key === 'ArrowDown') goToFirstRow(event)
              }}
            />
          )}
          <div className={classes.actions}>{actions}</div>
        </header>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears what is typed in the table */}
        <div className={classes.content} onKeyDown={(event) => isTyped(event) && goOnTyping(field.current)}>
          {children}
        </div>
      </div>
      {details}
    </section>
  )
}

/** The table that the filter narrows; what it lets through begins at its top. */
function gridBeside(field: Element | null): HTMLElement | null | undefined {
  return field?.closest('section')?.querySelector<HTMLElement>('[data-grid]')
}

/** From the filter to the first row that it lets through, as in every search field. */
function goToFirstRow(event: KeyboardEvent): void {
  const grid = gridBeside(event.currentTarget)
  if (grid == null) return
  event.preventDefault()
  grid.focus()
  grid.dispatchEvent(new window.KeyboardEvent('keydown', { key: 'Home', bubbles: true }))
}

/** A letter or a digit in the table itself; Space and `?` mean something else there. */
function isTyped({ target, key, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (defaultPrevented || ctrlKey || metaKey || altKey) return false
  return target instanceof HTMLElement && target.dataset.grid !== undefined && /^[\p{L}\d]$/u.test(key)
}

/** The browser puts the letter where the keyboard is when the key has been heard. */
function goOnTyping(field: HTMLInputElement | null): void {
  field?.focus()
  field?.setSelectionRange(field.value.length, field.value.length)
}
