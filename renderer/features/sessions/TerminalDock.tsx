import { Tabs, VisuallyHidden } from '@mantine/core'
import { useLocalStorage, useWindowEvent } from '@mantine/hooks'
import { type KeyboardEvent, useEffect } from 'react'
import { say } from '../../../contract/words/say.js'
import { desktop } from '../../api/desktop-port.js'
import { EdgeHandle } from '../../ui/EdgeHandle.js'
import { useStore } from '../store.js'
import { showTab } from './arrange.js'
import { BroadcastNotice } from './BroadcastNotice.js'
import { BroadcastSheet } from './BroadcastSheet.js'
import { commandOfKey } from './commands.js'
import { EndSheet } from './EndSheet.js'
import { keepTabs } from './keep-tabs.js'
import { MoveSheet } from './MoveSheet.js'
import { takeMovedPane, takePane } from './move-window.js'
import { hearOtherWindows } from './other-windows.js'
import { PaneGrid } from './PaneGrid.js'
import { type Pane, paneState } from './panes.js'
import { TabBar } from './TabBar.js'
import classes from './TerminalDock.module.css'
import { TABS_ID, terminalStore } from './terminals.js'

/**
 * The terminals of the window: below the section, or instead of it. Put it after `BesideTerminals` in a column; it takes
 * its own height, and is nothing while there is no terminal.
 */
export function TerminalDock() {
  const state = useStore(terminalStore)
  const { panes, activeId, full } = state
  const [height, setHeight] = useLocalStorage({ key: 'latchkey.terminals-height', defaultValue: 320 })
  useAskBeforeUnload(panes)
  useEffect(() => keepTabs(!takeMovedPane()), [])
  useEffect(() => hearOtherWindows((name) => takePane(name)), [])
  if (panes.length === 0) return null

  return (
    <section
      aria-label={say`Terminals`}
      className={classes.dock}
      data-part="terminals"
      data-full={full || undefined}
      style={full ? undefined : { height }}
      onKeyDownCapture={takeKey}
    >
      {full && <VisuallyHidden component="h1">{say`Terminals`}</VisuallyHidden>}
      {!full && (
        <EdgeHandle
          edge="top"
          label={say`Height of the terminals`}
          {...{ size: height, min: 120, max: 2000 }}
          onChange={setHeight}
        />
      )}
      <Tabs
        id={TABS_ID}
        className={classes.tabs}
        value={activeId}
        onChange={(id) => id !== null && showTab(id)}
        activateTabWithKeyboard={false}
      >
        <TabBar state={state} />
        <BroadcastNotice state={state} />
        <PaneGrid state={state} />
      </Tabs>
      <EndSheet />
      <MoveSheet />
      <BroadcastSheet />
    </section>
  )
}

/** Before xterm sees the key. Only what lies in the dock itself: React's events come out of dialogs as well. */
function takeKey(event: KeyboardEvent<HTMLElement>): void {
  if (!event.currentTarget.contains(event.target as Node)) return
  const command = commandOfKey(event)
  if (command === null) return
  event.preventDefault()
  event.stopPropagation()
  if (!event.repeat) command.run()
}

/** Ctrl+W deletes a word in a shell and closes a browser's tab: with an open session the browser asks first. */
function useAskBeforeUnload(panes: Pane[]): void {
  useWindowEvent('beforeunload', (event) => {
    if (desktop === undefined && panes.some((pane) => paneState(pane) === 'open')) event.preventDefault()
  })
}
