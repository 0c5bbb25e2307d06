import { say } from '../../../contract/words/say.js'
import { readerKey } from '../../terminal/reader-key.js'
import type { SectionId } from '../frame/navigation.js'
import { paletteKey } from '../palette/palette-key.js'
import { paneCommands } from '../sessions/commands.js'
import { trayKey } from '../tray/tray-key.js'
import { lockKey } from '../vault/lock-key.js'
import { fileKeys, filterKeys, helpKey, partKeys, tableKeys, terminalKeys } from './written-keys.js'

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
  one(paletteKey.written, say`Find or do anything`),
  one(trayKey.written, say`Show the work under way`),
  one(lockKey.written, say`Lock the vault`),
  {
    keys: [partKeys.next, partKeys.previous],
    what: say`Go to the next part of the window, or to the one before`,
  },
  one(readerKey.written, say`Have terminals read out, or no longer`),
  one(helpKey, say`Show these shortcuts`),
]

const overIt: Shortcut[] = [
  one(tableKeys.away, say`Close the dialog, the menu or the tray`),
  one('Enter', say`Do what the form is for`),
  one(tableKeys.details, say`In the palette: show the details`),
  { keys: ['←', '→', '↑', '↓'], what: say`On an edge between two parts: move it` },
]

const walking: Shortcut[] = [
  { keys: ['↑', '↓'], what: say`Go to a row` },
  { keys: [say`Page Up`, say`Page Down`], what: say`Go a page up or down` },
  { keys: ['Home', 'End'], what: say`Go to the first or last row` },
]

const filtering: Shortcut = { keys: [...filterKeys, say`a letter`], what: say`Filter` }

const marking: Shortcut[] = [
  one(tableKeys.mark, say`Select the row`),
  one(tableKeys.markTo, say`Select the rows on the way`),
  one(tableKeys.markAll, say`Select all that the filter shows`),
]

const away = one(tableKeys.away, say`Clear the selection, or close the details`)
const closing = one(tableKeys.away, say`Close the details`)
const details = one(tableKeys.details, say`Show or hide the details`)
const unmarked: Shortcut = { keys: ['Space', tableKeys.details], what: say`Show or hide the details` }
const open = (what: string) => one(tableKeys.open, what)
const remove = (what: string) => one(tableKeys.remove, what)

/** What keys do in a section beside what they do everywhere. */
const inSection: Record<SectionId, Shortcut[]> = {
  instances: [
    open(say`Connect, or bind a key where none is bound`),
    details,
    ...marking,
    one(tableKeys.menu, say`What can be done with the instance`),
    { keys: ['→', '←'], what: say`Open or close a group` },
    { keys: [say`Alt+→`, say`Alt+←`], what: say`On a header: make its column wider or narrower` },
    { keys: [say`Alt+Shift+→`, say`Alt+Shift+←`], what: say`On a header: move its column` },
    one('Tab', say`In the filter: take the suggestion`),
    away,
  ],
  keys: [
    open(say`Show the details`),
    details,
    ...marking,
    remove(say`Move to the bin, or delete what is there`),
    one(tableKeys.undo, say`Undo that`),
    away,
  ],
  accounts: [open(say`Show the details`), unmarked, remove(say`Remove the account`), closing],
  map: [
    open(say`Show as a picture`),
    unmarked,
    one(tableKeys.away, say`Close the details, or go back to the table`),
  ],
  sessions: [open(say`Go to the session, or connect again`), remove(say`End the session`)],
  forwards: [open(say`Start or stop the forward`), unmarked, remove(say`Delete the forward`), closing],
  'known-hosts': [
    open(say`Show the details`),
    details,
    ...marking,
    remove(say`Remove the selected entries`),
    one(tableKeys.undo, say`Undo that`),
    away,
  ],
  activity: [unmarked, closing],
  settings: [],
}

const inTerminals: Shortcut[] = [
  one(terminalKeys.copy, say`Copy`),
  one(terminalKeys.paste, say`Paste`),
  one(terminalKeys.find, say`Find in the terminal`),
  { keys: ['Enter', say`Shift+Enter`], what: say`In what is searched for: the match before, or the next` },
  one(terminalKeys.lines, say`Show its lines as a text, to read, select and copy`),
  one(terminalKeys.snippets, say`Snippets`),
  one(terminalKeys.menu, say`Menu of the terminal`),
  one(terminalKeys.next, say`Next tab`),
  one(terminalKeys.previous, say`Previous tab`),
  ...paneCommands.flat().flatMap(({ label, key }) => (key === null ? [] : one(key.written, label))),
  one(terminalKeys.larger, say`Larger text`),
  one(terminalKeys.smaller, say`Smaller text`),
  one(terminalKeys.usual, say`Text of the usual size`),
  one(terminalKeys.leave, say`Leave the terminal`),
  { keys: ['Enter'], what: say`On a tab: go into its terminal` },
  one(tableKeys.remove, say`On a tab: close it`),
  one(paletteKey.inTerminal, say`Find or do anything`),
  one(trayKey.written, say`Show the work under way`),
  one(lockKey.written, say`Lock the vault`),
]

const inFiles: Shortcut[] = [
  open(say`Open the folder, or the file`),
  details,
  ...walking,
  one(say`letters`, say`Go to the name that begins so`),
  one(fileKeys.filter, say`Filter`),
  { keys: [fileKeys.up, fileKeys.upToo], what: say`Go to the folder above` },
  { keys: [fileKeys.back, fileKeys.forth], what: say`Go back, or forth` },
  ...marking,
  one(fileKeys.copy, say`Copy, to this or another instance`),
  one(fileKeys.paste, say`Paste what was copied`),
  one(fileKeys.rename, say`Rename`),
  one(fileKeys.move, say`Move to another folder`),
  remove(say`Delete`),
  one(tableKeys.menu, say`What can be done with it`),
  one(fileKeys.refresh, say`Read the folder again`),
  one('Tab', say`In a path: complete it`),
  one(fileKeys.save, say`In an edited text: save it`),
  one(fileKeys.outOfText, say`In an edited text: leave it, since Tab writes a tab`),
]

/** What the window has beside its section. */
interface Beside {
  terminals: boolean
  files: boolean
}

/** The shortcuts of a screen, those of its section first. */
export function shortcutsOf(section: SectionId, label: string, beside: Beside): ShortcutGroup[] {
  const own = inSection[section]
  const groups = [
    {
      label,
      shortcuts: own.length === 0 ? [] : [filtering, ...own.slice(0, 1), ...walking, ...own.slice(1)],
    },
    { label: say`Files`, shortcuts: beside.files ? inFiles : [] },
    { label: say`Terminals`, shortcuts: beside.terminals ? inTerminals : [] },
    { label: say`Everywhere`, shortcuts: everywhere },
    { label: say`Dialogs, menus and edges`, shortcuts: overIt },
  ]
  return groups.filter(({ shortcuts }) => shortcuts.length > 0)
}
