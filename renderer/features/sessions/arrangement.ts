import type { Arrangement, KeptPane } from '../../../contract/tabs.js'
import { paneIds } from './layout.js'
import type { Pane } from './panes.js'
import type { Terminals } from './tabs.js'

/** How the tabs of this window lie, as it is kept for the next start. */
export function arrangementOf({ panes, tabs, activeId, full }: Terminals): Arrangement {
  const active = tabs.findIndex(({ id }) => id === activeId)
  return {
    panes: panes.map(({ id, session, target: { instanceId, instanceName, user } }) => ({
      ...{ id, instanceId, instanceName },
      ...(user !== undefined && { user }),
      ...(session !== null && session.state !== 'closed' && { sessionId: session.id }),
    })),
    tabs: tabs.map(({ layout, focused }) => ({ layout, focused })),
    active: active < 0 ? null : active,
    full,
  }
}

/** The tabs of a window with those that were kept before them; what it shows already stays in front. */
export function withKept(
  state: Terminals,
  { panes, tabs, active, full }: Arrangement,
  makePane: (kept: KeptPane) => Pane,
): Terminals {
  const opened = tabs.map(({ layout, focused }) => {
    const [id = focused] = paneIds(layout)
    return { id, layout, focused, zoomed: false }
  })
  const shown = active === null ? null : (opened[active]?.id ?? null)
  return {
    ...state,
    panes: [...panes.map(makePane), ...state.panes],
    tabs: [...opened, ...state.tabs],
    activeId: state.activeId ?? shown,
    full: state.full || (full && state.tabs.length === 0),
  }
}
