import { say } from '../../../contract/words/say.js'
import { type Link, linkFacts } from '../../terminal/link-facts.js'
import type { MenuItem } from '../../terminal/PaneMenu.js'
import type { MenuPlace } from '../../terminal/use.js'
import { openForwardDialog } from '../forwards/forward-dialogs.js'
import { terminalKeys } from '../help/written-keys.js'
import { paneCommands } from './commands.js'
import type { Pane } from './panes.js'

interface Own {
  /** Null where there is nothing to be written, or a log already. */
  onLog: (() => void) | null
  /** The shell takes input. */
  canType: boolean
}

/** What the menu of a terminal has, by groups. */
export function paneMenu(
  { terminal, target }: Pane,
  { link }: MenuPlace,
  { onLog, canType }: Own,
): MenuItem[][] {
  const { use } = terminal
  return [
    linkItems(terminal.use, link === null ? use.links.inSight().slice(0, 3) : [link]),
    [
      {
        label: say`Copy`,
        keys: terminalKeys.copy,
        disabled: !use.hasSelection(),
        onPick: () => void use.copy(),
      },
      { label: say`Paste`, keys: terminalKeys.paste, disabled: !canType, onPick: () => void use.paste() },
      { label: say`Select all`, onPick: use.selectAll },
    ],
    [
      { label: say`Find…`, keys: terminalKeys.find, onPick: use.search.open },
      { label: say`Lines as text…`, keys: terminalKeys.lines, onPick: use.showLines },
      { label: say`Clear scrollback`, onPick: use.clear },
    ],
    [
      { label: say`Snippets…`, keys: terminalKeys.snippets, onPick: () => use.change({ snippets: true }) },
      {
        label: say`Forward a port…`,
        onPick: () => openForwardDialog({ kind: 'add', instanceId: target.instanceId }),
      },
      { label: say`Log to a file…`, disabled: onLog === null, onPick: () => onLog?.() },
    ],
    ...arrangeItems(),
  ]
}

function linkItems(use: Pane['terminal']['use'], links: NonNullable<MenuPlace['link']>[]): MenuItem[] {
  return links.map((link) => ({
    label: say`Open link to ${shortAddress(link)}…`,
    onPick: () => use.change({ link }),
  }))
}

/** Host first, and of the rest as much as fits: several links to one host are told apart. The question says all of it. */
function shortAddress(link: Link): string {
  const facts = linkFacts(link)
  if (facts === null) return link.target.slice(0, 40)
  const rest = facts.after === '/' ? '' : facts.after
  return `${facts.host}${rest.slice(0, Math.max(0, 34 - facts.host.length))}`
}

/** What is done with panes. Walking through them is for keys alone. */
export function arrangeItems(): MenuItem[][] {
  return paneCommands
    .map((group) => group.filter(({ walks }) => !walks))
    .map((group) =>
      group.map(({ label, key, run }) => ({
        label,
        ...(key === null ? {} : { keys: key.written }),
        onPick: run,
      })),
    )
}
