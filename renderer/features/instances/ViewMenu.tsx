import { Button, Checkbox, CloseButton, Popover, Select, TextInput } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react'
import { type FormEvent, type RefObject, useRef, useState } from 'react'
import type { InstanceView } from '../../../contract/instance-table.js'
import { say } from '../../../contract/words/say.js'
import { errorInfo } from '../../api/errors.js'
import type { Column } from '../../ui/column.js'
import { choiceOf, moved } from '../../ui/column-layout.js'
import { ErrorMessage } from '../../ui/ErrorMessage.js'
import { UndoNotice } from '../../ui/UndoNotice.js'
import { groupChoices } from './grouping.js'
import type { InstanceRow } from './rows.js'
import { type InstanceTableState, shownView } from './use-instance-table.js'
import classes from './ViewMenu.module.css'

interface Props {
  table: InstanceTableState
  /** Every column that there is. */
  all: Column<InstanceRow>[]
  rows: InstanceRow[]
  filter: string
  onFilter: (filter: string) => void
}

/** Saved views, what rows are grouped by, and which columns there are. */
export function ViewMenu({ table, all, rows, filter, onFilter }: Props) {
  const [opened, setOpened] = useState(false)
  const [dropped, setDropped] = useState<InstanceView | null>(null)
  const menu = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const left = useLeave(opened, [menu, button], () => setOpened(false))
  const view = shownView(table.views, filter, table.layout)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={320}
      trapFocus
      returnFocus={!left}
    >
      <Popover.Target>
        <Button
          ref={button}
          variant="default"
          aria-label={view === undefined ? say`View` : say`View: ${view.name}`}
          aria-expanded={opened}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          onClick={() => setOpened((now) => !now)}
        >
          <span className={classes.name}>{view?.name ?? say`View`}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown ref={menu} className={classes.menu} aria-label={say`View of the instances`}>
        {opened && (
          <>
            {table.error !== null && <ErrorMessage problem={errorInfo(table.error)} />}
            <Views table={table} filter={filter} onFilter={onFilter} dropped={dropped} onDrop={setDropped} />
            <Select
              label={say`Group by`}
              data={[{ value: '', label: say`Nothing` }, ...groupChoices(rows)]}
              value={table.layout.group ?? ''}
              onChange={(group) => table.setLayout({ group: group === '' ? null : group })}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
            />
            <Columns table={table} all={all} />
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Calls `onLeave` when the keyboard goes elsewhere, as to a dialog or the table; true then, until it is opened again: it stays there. */
function useLeave(opened: boolean, inside: RefObject<HTMLElement | null>[], onLeave: () => void): boolean {
  const [left, setLeft] = useState(false)
  if (opened && left) setLeft(false)
  const onFocus = (event: FocusEvent) => {
    const isInside = inside.some(({ current }) => current?.contains(event.target as Node))
    if (!opened || isInside) return
    setLeft(true)
    onLeave()
  }
  useWindowEvent('focusin', onFocus)
  return left
}

interface ViewsProps extends Pick<Props, 'table' | 'filter' | 'onFilter'> {
  /** The view that was deleted last. */
  dropped: InstanceView | null
  onDrop: (view: InstanceView | null) => void
}

function Views({ table, filter, onFilter, dropped, onDrop }: ViewsProps) {
  const [name, setName] = useState('')
  const all = useRef<HTMLButtonElement>(null)
  const { views, layout } = table
  const shown = shownView(views, filter, layout)
  const given = name.trim()
  const isThere = views.some(({ id, name }) => id === dropped?.id || name === dropped?.name)
  const gone = isThere ? null : dropped
  /** The notice goes with the keyboard in it, which stays in the menu: else that would close. */
  const leave = (first?: () => void) => {
    first?.()
    onDrop(null)
    all.current?.focus()
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (given === '') return
    const there = views.find((view) => view.name === given)
    table.keepView({ id: there?.id ?? crypto.randomUUID(), name: given, filter: filter.trim(), layout })
    setName('')
  }
  return (
    <div>
      <p className={classes.label}>{say`Views`}</p>
      <ul className={classes.list}>
        <li>
          <button
            ref={all}
            type="button"
            className={classes.view}
            onClick={() => {
              onFilter('')
              table.setLayout({ sort: null, group: null })
            }}
          >
            {say`All instances`}
          </button>
        </li>
        {views.map((view) => (
          <li key={view.id}>
            <button
              type="button"
              className={classes.view}
              aria-current={view === shown ? 'true' : undefined}
              title={view.filter}
              onClick={() => {
                onFilter(view.filter)
                table.setLayout(view.layout)
              }}
            >
              {view.name}
              <span className={classes.filter}>{view.filter}</span>
            </button>
            <CloseButton
              size="sm"
              aria-label={say`Delete the view ${view.name}`}
              onClick={() => {
                onDrop(view)
                table.dropView(view.id)
              }}
            />
          </li>
        ))}
      </ul>
      {gone !== null && (
        <UndoNotice done={gone} onUndo={() => leave(() => table.keepView(gone))} onDismiss={() => leave()}>
          {say`The view ${gone.name} is deleted.`}
        </UndoNotice>
      )}
      <form className={classes.keep} onSubmit={save}>
        <TextInput
          aria-label={say`Name of the view`}
          placeholder={say`Keep this as a view`}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
        />
        <Button type="submit" variant="default" disabled={given === ''}>
          {views.some((view) => view.name === given) ? say`Replace view` : say`Save view`}
        </Button>
      </form>
    </div>
  )
}

function Columns({ table, all }: Pick<Props, 'table' | 'all'>) {
  const choice = choiceOf(table.columns, table.layout.columns)
  const there = new Set(choice.map(({ id }) => id))
  const inOrder = [...table.columns, ...all.filter(({ id }) => !there.has(id))]
  const put = (columns: typeof choice) => table.setLayout({ columns })
  return (
    <fieldset className={classes.columns}>
      <legend className={classes.label}>{say`Columns`}</legend>
      <ul className={classes.list}>
        {inOrder.map(({ id, header }) => (
          <li key={id}>
            <Checkbox
              className={classes.column ?? ''}
              label={header}
              checked={there.has(id)}
              // A table without columns is none, and the name says what a row is.
              disabled={id === 'name'}
              onChange={() =>
                put(there.has(id) ? choice.filter((one) => one.id !== id) : [...choice, { id, width: null }])
              }
            />
            {there.has(id) && (
              <span className={classes.order}>
                <button
                  type="button"
                  aria-label={say`Move ${header} left`}
                  onClick={() => put(moved(choice, id, -1))}
                >
                  <IconArrowUp size={14} aria-hidden />
                </button>
                <button
                  type="button"
                  aria-label={say`Move ${header} right`}
                  onClick={() => put(moved(choice, id, 1))}
                >
                  <IconArrowDown size={14} aria-hidden />
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className={classes.help}>
        {say`Columns that do not fit are left out until there is room. Their edges can be dragged; a double click on one lets its column be as wide as there is room.`}
      </p>
      {table.layout.columns !== null && (
        <Button variant="subtle" size="compact-sm" onClick={() => table.setLayout({ columns: null })}>
          {say`Columns as they were`}
        </Button>
      )}
    </fieldset>
  )
}
