import { ActionIcon, Tabs, Tooltip, VisuallyHidden } from '@mantine/core'
import { useLocalStorage, useWindowEvent } from '@mantine/hooks'
import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { desktop } from '../../api/desktop-port.js'
import { ConfirmSheet } from '../../ui/ConfirmSheet.js'
import { useStore } from '../store.js'
import { HeightHandle } from './HeightHandle.js'
import { SessionPane } from './SessionPane.js'
import { activateTab, closeTab, fillWindow, focusTerminal, TABS_ID, tabStore } from './sessions.js'
import classes from './TerminalDock.module.css'
import { TerminalTab } from './TerminalTab.js'
import { type Tab, tabState } from './tabs.js'

/**
 * The terminals of the window: below the section, or instead of it. Put it after the section in a column; it takes
 * its own height, hides its siblings when it fills the window, and is nothing while there is no terminal.
 */
export function TerminalDock() {
  const { tabs, activeId, full } = useStore(tabStore)
  const [height, setHeight] = useLocalStorage({ key: 'latchkey.terminals-height', defaultValue: 320 })
  const [closing, setClosing] = useState<Tab | null>(null)
  useAskBeforeUnload(tabs)
  const active = tabs.find((tab) => tab.id === activeId)
  if (tabs.length === 0) return null

  const close = (tab: Tab) => (tabState(tab) === 'open' ? setClosing(tab) : closeTab(tab.id))
  return (
    <section
      aria-label="Terminals"
      className={classes.dock}
      data-full={full || undefined}
      style={full ? undefined : { height }}
    >
      {full && <VisuallyHidden component="h1">Terminals</VisuallyHidden>}
      {!full && <HeightHandle height={height} onChange={setHeight} />}
      <Tabs
        id={TABS_ID}
        className={classes.tabs}
        value={activeId}
        onChange={(id) => id !== null && activateTab(id)}
        keepMountedMode="display-none"
        activateTabWithKeyboard={false}
      >
        <div className={classes.bar}>
          <Tabs.List aria-label="Terminals" className={classes.list}>
            {tabs.map((tab) => (
              <TerminalTab key={tab.id} tab={tab} onClose={() => close(tab)} />
            ))}
          </Tabs.List>
          <FillButton full={full} onChange={fillWindow} />
          {active !== undefined && (
            <Tooltip label="Close this terminal">
              <ActionIcon aria-label="Close this terminal" onClick={() => close(active)}>
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
        <div className={classes.panels}>
          {tabs.map((tab) => (
            <Tabs.Panel
              key={tab.id}
              value={tab.id}
              className={classes.panel}
              data-hidden={tab.id !== activeId || undefined}
            >
              <SessionPane tab={tab} shown={tab.id === activeId} />
            </Tabs.Panel>
          ))}
        </div>
      </Tabs>
      {closing !== null && <EndSheet tab={closing} onClose={() => setClosing(null)} />}
    </section>
  )
}

/** Ctrl+W deletes a word in a shell and closes a browser's tab: with an open session the browser asks first. */
function useAskBeforeUnload(tabs: Tab[]): void {
  useWindowEvent('beforeunload', (event) => {
    if (desktop === undefined && tabs.some((tab) => tabState(tab) === 'open')) event.preventDefault()
  })
}

function FillButton({ full, onChange }: { full: boolean; onChange: (full: boolean) => void }) {
  const label = full ? 'Back below the section' : 'Fill the window'
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        onClick={() => {
          onChange(!full)
          focusTerminal()
        }}
      >
        {full ? <IconArrowsDiagonalMinimize2 size={16} /> : <IconArrowsDiagonal size={16} />}
      </ActionIcon>
    </Tooltip>
  )
}

function EndSheet({ tab, onClose }: { tab: Tab; onClose: () => void }) {
  const name = tab.target.instanceName
  return (
    <ConfirmSheet
      title={`End the session on ${name}?`}
      consequences={[`The shell on ${name} ends, and with it whatever runs in its foreground.`]}
      verb="End session"
      onConfirm={async () => closeTab(tab.id)}
      onClose={onClose}
    />
  )
}
