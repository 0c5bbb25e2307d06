/** How keys are written wherever they are named: in menus, in the palette, in the list of shortcuts. */
export const terminalKeys = {
  copy: 'Ctrl+Shift+C',
  paste: 'Ctrl+Shift+V',
  find: 'Ctrl+Shift+F',
  snippets: 'Ctrl+Shift+P',
  next: 'Ctrl+Tab',
  previous: 'Ctrl+Shift+Tab',
  larger: 'Ctrl++',
  smaller: 'Ctrl+-',
  usual: 'Ctrl+0',
  menu: 'Shift+F10',
  leave: 'Ctrl+F6',
} as const

export const tableKeys = {
  open: 'Enter',
  details: 'Ctrl+Enter',
  mark: 'Space',
  markTo: 'Shift+↑ ↓',
  markAll: 'Ctrl+A',
  menu: 'Shift+F10',
  remove: 'Del',
  away: 'Esc',
} as const

export const helpKey = '?'
export const filterKeys = ['/', 'Ctrl+F'] as const
