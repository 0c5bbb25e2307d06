import type { SectionId } from '../frame/navigation.js'
import { paletteKey } from '../palette/palette-key.js'
import { paneCommands } from '../sessions/commands.js'
import { lockKey } from '../vault/lock-key.js'
import { filterKeys, helpKey, tableKeys, terminalKeys } from './written-keys.js'

export interface Shortcut {
  /** Any of them. */
  keys: readonly string[]
  /** What it does, as a menu would say it. */
  what: string
}

export interface ShortcutGroup {
  label: string
  shortcuts: Shortcut[]
}

const one = (keys: string, what: string): Shortcut => ({ keys: [keys], what })

const everywhere: Shortcut[] = [
  one(paletteKey.written, 'Find or do anything'),
  one(lockKey.written, 'Lock the vault'),
  one(helpKey, 'Show these shortcuts'),
]

const walking: Shortcut[] = [
  { keys: ['↑', '↓'], what: 'Go to a row' },
  { keys: ['Page Up', 'Page Down'], what: 'Go a page up or down' },
  { keys: ['Home', 'End'], what: 'Go to the first or last row' },
]

const filtering: Shortcut = { keys: [...filterKeys, 'a letter'], what: 'Filter' }

const marking: Shortcut[] = [
  one(tableKeys.mark, 'Select the row'),
  one(tableKeys.markTo, 'Select the rows on the way'),
  one(tableKeys.markAll, 'Select all that the filter shows'),
]

const away = one(tableKeys.away, 'Clear the selection, or close the details')
const closing = one(tableKeys.away, 'Close the details')
const details = one(tableKeys.details, 'Show or hide the details')
const unmarked: Shortcut = { keys: ['Space', tableKeys.details], what: 'Show or hide the details' }
const open = (what: string) => one(tableKeys.open, what)
const remove = (what: string) => one(tableKeys.remove, what)

/** What keys do in a section beside what they do everywhere. */
const inSection: Record<SectionId, Shortcut[]> = {
  instances: [
    open('Connect, or bind a key where none is bound'),
    details,
    ...marking,
    one(tableKeys.menu, 'What can be done with the instance'),
    { keys: ['→', '←'], what: 'Open or close a group' },
    { keys: ['Alt+→', 'Alt+←'], what: 'On a header: make its column wider or narrower' },
    { keys: ['Alt+Shift+→', 'Alt+Shift+←'], what: 'On a header: move its column' },
    one('Tab', 'In the filter: take the suggestion'),
    away,
  ],
  keys: [
    open('Show the details'),
    details,
    ...marking,
    remove('Move to the bin, or delete what is there'),
    away,
  ],
  accounts: [open('Show the details'), unmarked, remove('Remove the account'), closing],
  map: [open('Show as a picture'), unmarked, closing],
  sessions: [open('Go to the session, or connect again'), remove('End the session')],
  forwards: [open('Start or stop the forward'), unmarked, remove('Delete the forward'), closing],
  'known-hosts': [open('Show the details'), details, ...marking, remove('Remove the selected entries'), away],
  activity: [unmarked, closing],
  settings: [],
}

const inTerminals: Shortcut[] = [
  one(terminalKeys.copy, 'Copy'),
  one(terminalKeys.paste, 'Paste'),
  one(terminalKeys.find, 'Find in the terminal'),
  one(terminalKeys.snippets, 'Snippets'),
  one(terminalKeys.menu, 'Menu of the terminal'),
  one(terminalKeys.next, 'Next tab'),
  one(terminalKeys.previous, 'Previous tab'),
  ...paneCommands.flat().flatMap(({ label, key }) => (key === null ? [] : one(key.written, label))),
  one(terminalKeys.larger, 'Larger text'),
  one(terminalKeys.smaller, 'Smaller text'),
  one(terminalKeys.usual, 'Text of the usual size'),
  one(terminalKeys.leave, 'Leave the terminal'),
  one(paletteKey.inTerminal, 'Find or do anything'),
  one(lockKey.written, 'Lock the vault'),
]

/** The shortcuts of a screen, those of its section first. */
export function shortcutsOf(section: SectionId, label: string, terminals: boolean): ShortcutGroup[] {
  const own = inSection[section]
  const groups = [
    {
      label,
      shortcuts: own.length === 0 ? [] : [filtering, ...own.slice(0, 1), ...walking, ...own.slice(1)],
    },
    { label: 'Terminals', shortcuts: terminals ? inTerminals : [] },
    { label: 'Everywhere', shortcuts: everywhere },
  ]
  return groups.filter(({ shortcuts }) => shortcuts.length > 0)
}
