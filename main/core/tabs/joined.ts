import { randomUUID } from 'node:crypto'
import type { Arrangement, KeptLayout } from '../../../contract/tabs.js'

/**
 * The tabs of several windows as those of one, in their order. Panes get other ids: a window that was thought to be gone
 * may be back, with its own.
 */
export function joined(windows: readonly Arrangement[]): Arrangement {
  const all = windows.map(renamed)
  const last = all.at(-1)
  const before = all.slice(0, -1).reduce((count, { tabs }) => count + tabs.length, 0)
  return {
    panes: all.flatMap(({ panes }) => panes),
    tabs: all.flatMap(({ tabs }) => tabs),
    active: last?.active == null ? null : before + last.active,
    full: all.every(({ full }) => full),
  }
}

function renamed({ panes, tabs, ...rest }: Arrangement): Arrangement {
  const ids = new Map(panes.map(({ id }) => [id, randomUUID() as string]))
  const idOf = (id: string) => ids.get(id) ?? id
  const layoutOf = (layout: KeptLayout): KeptLayout =>
    typeof layout === 'string'
      ? idOf(layout)
      : { ...layout, first: layoutOf(layout.first), second: layoutOf(layout.second) }
  return {
    ...rest,
    panes: panes.map((pane) => ({ ...pane, id: idOf(pane.id) })),
    tabs: tabs.map(({ layout, focused }) => ({ layout: layoutOf(layout), focused: idOf(focused) })),
  }
}
