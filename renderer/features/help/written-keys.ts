import { say } from '../../../contract/words/say.js'

/** How keys are written wherever they are named: in menus, in the palette, in the list of shortcuts. */
export const terminalKeys = {
  copy: say`Ctrl+Shift+C`,
  paste: say`Ctrl+Shift+V`,
  find: say`Ctrl+Shift+F`,
  snippets: say`Ctrl+Shift+P`,
  next: say`Ctrl+Tab`,
  previous: say`Ctrl+Shift+Tab`,
  larger: say`Ctrl++`,
  smaller: say`Ctrl+-`,
  usual: say`Ctrl+0`,
  menu: say`Shift+F10`,
  leave: say`Ctrl+F6`,
} as const

export const tableKeys = {
  open: 'Enter',
  details: say`Ctrl+Enter`,
  mark: 'Space',
  markTo: say`Shift+↑ ↓`,
  markAll: say`Ctrl+A`,
  menu: say`Shift+F10`,
  remove: say`Del`,
  away: say`Esc`,
} as const

export const helpKey = '?'
export const filterKeys = ['/', say`Ctrl+F`] as const
