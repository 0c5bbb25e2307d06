import { Menu } from '@mantine/core'
import { Fragment } from 'react'
import { say } from '../../contract/words/say.js'
import classes from './PaneMenu.module.css'

/** A line of the menu of a terminal. */
export interface MenuItem {
  label: string
  /** The keys that do the same. */
  keys?: string
  disabled?: boolean
  /** It ends or takes away something: such items stand last, behind a line, and look like it. */
  danger?: boolean
  onPick: () => void
}

interface Props {
  at: { x: number; y: number }
  /** With a line between them; empty ones are left out. */
  groups: MenuItem[][]
  /** What it is the menu of. */
  label?: string
  onClose: () => void
}

/** The menu that the right button opens, and Shift+F10 or the menu key. */
export function PaneMenu({ at, groups, label = say`Terminal`, onClose }: Props) {
  return (
    <Menu
      opened
      onChange={(opened) => !opened && onClose()}
      position="bottom-start"
      offset={2}
      width={320}
      // Where there is room for it neither below nor above, it covers the place rather than reach out of the window.
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      withinPortal={false}
      floatingStrategy="fixed"
      withInitialFocusPlaceholder={false}
      // Without keys: the one that opens it would close it.
      clickOutsideEvents={['mousedown', 'touchstart']}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={say`${label}: menu`}
          className={classes.place}
          style={{ left: at.x, top: at.y }}
        />
      </Menu.Target>
      <Menu.Dropdown
        aria-label={label}
        className={classes.menu ?? ''}
        onContextMenu={(event) => event.preventDefault()}
      >
        <MenuGroups groups={groups} />
      </Menu.Dropdown>
    </Menu>
  )
}

/** What a menu has, by groups; dangerous items in one of their own at its end. The first that can be picked has the keyboard. */
export function MenuGroups({ groups }: Pick<Props, 'groups'>) {
  const safe = groups.map((items) => items.filter(({ danger }) => danger !== true))
  const dangers = groups.flat().filter(({ danger }) => danger === true)
  const shown = [...safe, dangers].filter((items) => items.length > 0)
  const first = shown.flat().find(({ disabled }) => disabled !== true)
  return shown.map((items, n) => (
    <Fragment key={items[0]?.label}>
      {n > 0 && <Menu.Divider role="separator" />}
      {items.map((item, n) => (
        <Menu.Item
          // biome-ignore lint/suspicious/noArrayIndexKey: two links may have one label; nothing moves while the menu is open.
          key={n}
          className={classes.item ?? ''}
          disabled={item.disabled ?? false}
          data-danger={item.danger || undefined}
          data-autofocus={item === first || undefined}
          rightSection={item.keys === undefined ? null : <kbd className={classes.keys}>{item.keys}</kbd>}
          onClick={item.onPick}
        >
          {item.label}
        </Menu.Item>
      ))}
    </Fragment>
  ))
}
