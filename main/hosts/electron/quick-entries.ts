import type { MenuItemConstructorOptions as Item, JumpListCategory } from 'electron'
import { say } from '../../../contract/words/say.js'
import { LOCK_ARGUMENT, NEW_WINDOW_ARGUMENT } from './start-arguments.js'
import type { RecentInstance, SystemFacts } from './system-facts.js'

export interface QuickParts {
  facts: SystemFacts
  connect(instance: RecentInstance): void
  show(): void
  newWindow(): void
  lock(): void
  quit(): void
}

const line: Item = { type: 'separator' }

/** The menu of the icon beside the clock, or in macOS's menu bar. */
export function trayTemplate(parts: QuickParts): Item[] {
  const recents = recentItems(parts)
  return [
    { label: say`Show Latchkey`, click: parts.show },
    ...(recents.length > 0 ? [line, ...recents] : []),
    line,
    lockItem(parts),
    { label: say`Quit Latchkey`, click: parts.quit },
  ]
}

/** The same in macOS's dock, which has Show and Quit of its own. */
export function dockTemplate(parts: QuickParts): Item[] {
  const recents = recentItems(parts)
  const newWindow = { label: say`New Window`, click: () => parts.newWindow() }
  return [...recents, ...(recents.length > 0 ? [line] : []), newWindow, lockItem(parts)]
}

/** One sign of Windows's and Linux's menus marks a key; two are the sign itself. macOS takes them the same way. */
const asLabel = (text: string) => text.replaceAll('&', '&&')

function recentItems({ facts, connect }: QuickParts): Item[] {
  return facts.recents.map((instance) => ({
    label: say`Connect to ${asLabel(instance.label)}`,
    click: () => connect(instance),
  }))
}

function lockItem({ facts, lock }: QuickParts): Item {
  return facts.open ? { label: say`Lock`, click: lock } : { label: say`Latchkey is locked`, enabled: false }
}

/**
 * Windows's jump list. It starts `program` once more, with arguments, and stays on the disk: `linkTo` answers a link that is
 * asked about before it connects.
 */
export function jumpList(
  { open, recents }: SystemFacts,
  program: string,
  linkTo: (instanceId: string) => string,
): JumpListCategory[] {
  const task = { type: 'task' as const, program, iconPath: program, iconIndex: 0 }
  const newWindow = {
    ...task,
    ...{ title: say`New window`, args: NEW_WINDOW_ARGUMENT, description: say`Open a further window` },
  }
  const lock = { ...task, title: say`Lock`, args: LOCK_ARGUMENT, description: say`Lock the vault` }
  const tasks = { type: 'tasks' as const, items: open ? [newWindow, lock] : [newWindow] }
  if (!open || recents.length === 0) return [tasks]
  const items = recents.map(({ instanceId, label }) => ({
    ...task,
    title: label,
    args: linkTo(instanceId),
    description: say`Connect to ${label}`,
  }))
  return [{ type: 'custom', name: say`Recent instances`, items }, tasks]
}
