import { say } from '../../../contract/words/say.js'

/** How keys are written wherever they are named: in menus, in the palette, in the list of shortcuts. */
export const terminalKeys = {
  copy: say`Ctrl+Shift+C`,
  paste: say`Ctrl+Shift+V`,
  find: say`Ctrl+Shift+F`,
  snippets: say`Ctrl+Shift+P`,
  lines: say`Ctrl+Shift+H`,
  next: say`Ctrl+Tab`,
  previous: say`Ctrl+Shift+Tab`,
  larger: say`Ctrl++`,
  smaller: say`Ctrl+-`,
  usual: say`Ctrl+0`,
  menu: say`Shift+F10`,
  leave: say`Ctrl+F6`,
} as const

/** Beside those of tables, in the list of files. */
export const fileKeys = {
  up: say`Backspace`,
  upToo: say`Alt+↑`,
  back: say`Alt+←`,
  forth: say`Alt+→`,
  copy: say`Ctrl+C`,
  paste: say`Ctrl+V`,
  rename: 'F2',
  refresh: 'F5',
  move: 'F6',
  filter: say`Ctrl+F`,
  save: say`Ctrl+S`,
  outOfText: say`Shift+Tab`,
} as const

export const tableKeys = {
  open: 'Enter',
  details: say`Ctrl+Enter`,
  mark: 'Space',
  markTo: say`Shift+↑ ↓`,
  markAll: say`Ctrl+A`,
  menu: say`Shift+F10`,
  remove: say`Del`,
  undo: say`Ctrl+Z`,
  away: say`Esc`,
} as const

export const helpKey = '?'
export const partKeys = { next: say`Ctrl+F6`, previous: say`Ctrl+Shift+F6` } as const
export const filterKeys = ['/', say`Ctrl+F`] as const
