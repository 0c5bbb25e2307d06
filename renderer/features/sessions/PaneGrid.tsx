import { type Nameplates, useNameplates } from '../nameplates/use-nameplates.js'
import { useStore } from '../store.js'
import { focusPane } from './arrange.js'
import { DropZone } from './DropZone.js'
import { dragStore } from './drag.js'
import { dividers, paneIds, paneRects, WHOLE } from './layout.js'
import { PaneDivider } from './PaneDivider.js'
import classes from './PaneGrid.module.css'
import type { Pane } from './panes.js'
import { placeStyle } from './place-style.js'
import { SessionPane } from './SessionPane.js'
import { activeTab, type Terminals, tabWith } from './tabs.js'
import { TABS_ID } from './terminals.js'

/**
 * All panes of all tabs, beside each other on the page: whatever is moved, a terminal's element stays where it is, with
 * its screen and its painter, and only its place is another.
 */
export function PaneGrid({ state }: { state: Terminals }) {
  const tab = activeTab(state)
  const dragged = useStore(dragStore)
  const plates = useNameplates()
  if (tab === undefined) return null
  return (
    <div
      className={classes.grid}
      role="tabpanel"
      id={`${TABS_ID}-panel-${tab.id}`}
      aria-labelledby={`${TABS_ID}-tab-${tab.id}`}
    >
      {state.panes.map((pane) => (
        <PanePlace key={pane.id} pane={pane} state={state} plates={plates} />
      ))}
      {!tab.zoomed &&
        dividers(tab.layout).map((divider) => (
          <PaneDivider key={divider.path.join('.')} tabId={tab.id} divider={divider} />
        ))}
      {dragged !== null && <DropZone dragged={dragged} layout={tab.zoomed ? tab.focused : tab.layout} />}
    </div>
  )
}

function PanePlace({ pane, state, plates }: { pane: Pane; state: Terminals; plates: Nameplates }) {
  const tab = tabWith(state, pane.id)
  if (tab === undefined) return null
  const active = tab.focused === pane.id
  const zoomed = tab.zoomed && active
  const rect = zoomed ? WHOLE : (paneRects(tab.layout).get(pane.id) ?? WHOLE)
  const shown = tab.id === state.activeId && (!tab.zoomed || active)
  const ids = paneIds(tab.layout)
  const place = ids.length === 1 ? null : { number: ids.indexOf(pane.id) + 1, of: ids.length }
  return (
    <div
      className={classes.place}
      style={placeStyle(rect)}
      data-hidden={!shown || undefined}
      data-active={(active && place !== null) || undefined}
      data-receives={state.receivers.includes(pane.id) || undefined}
      data-host-colour={plates.get(pane.target.instanceId)?.colour ?? undefined}
      onFocusCapture={() => focusPane(pane.id)}
    >
      <SessionPane pane={pane} shown={shown} active={active} place={place} />
    </div>
  )
}
