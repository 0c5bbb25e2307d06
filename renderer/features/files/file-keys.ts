import type { KeyboardEvent } from 'react'

interface Keys {
  up: () => void
  back: () => void
  forth: () => void
  refresh: () => void
  filter: () => void
  rename: () => void
  move: () => void
  /** Also of rows that are marked only: the table's own key is for the row that it is on. */
  remove: () => void
  copy: () => void
  paste: () => void
  menu: (box: DOMRect) => void
  /** Whatever else is typed in the table. */
  other: (event: KeyboardEvent) => void
}

/** The keys of file managers, for the element that holds the table. What is in its dialogs is none of it. */
export function fileKeys(keys: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    const { key, altKey, shiftKey, currentTarget, target } = event
    if (!currentTarget.contains(target as Node)) return // of a dialog, which React has come out of it
    const taken = (act: () => void) => {
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === 'f') return taken(keys.filter)
    if (key === 'F5') return taken(keys.refresh)
    const command = (event.ctrlKey || event.metaKey) && !altKey && !shiftKey && !isField(target)
    if (command && key.toLowerCase() === 'c' && isNothingMarked()) return taken(keys.copy)
    if (command && key.toLowerCase() === 'v') return taken(keys.paste)
    if (!isInTable(target)) return
    if (altKey && key === 'ArrowUp') taken(keys.up)
    else if (altKey && key === 'ArrowLeft') taken(keys.back)
    else if (altKey && key === 'ArrowRight') taken(keys.forth)
    else if (key === 'Backspace') keys.up()
    else if (key === 'F2') keys.rename()
    else if (key === 'F6') taken(keys.move)
    else if (key === 'Delete') keys.remove()
    else if (key === 'ContextMenu' || (key === 'F10' && shiftKey))
      taken(() => keys.menu(currentTarget.getBoundingClientRect()))
    else keys.other(event)
  }
}

/** Who has marked text means that. */
const isNothingMarked = () => getSelection()?.isCollapsed !== false

const isField = (target: EventTarget) =>
  target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'file'

const isInTable = (target: EventTarget) =>
  target instanceof Element && (target.hasAttribute('data-grid') || target.tagName === 'SECTION')
