import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { PasteDialog } from '../../terminal/PasteDialog.js'
import { ConnectingView } from './ConnectingView.js'
import { SessionLine } from './SessionLine.js'
import classes from './SessionPane.module.css'
import { answerPaste } from './sessions.js'
import { type Tab, tabState } from './tabs.js'

/** One terminal and the line above it that says who is connected to what, or why no longer. */
export function SessionPane({ tab, shown }: { tab: Tab; shown: boolean }) {
  const { terminal, target, paste } = tab
  const holder = useRef<HTMLElement>(null)
  const scheme = useComputedColorScheme('light')
  const state = tabState(tab)

  useEffect(() => {
    holder.current?.append(terminal.element)
    return () => terminal.element.remove()
  }, [terminal])
  useEffect(() => {
    if (shown) void terminal.show().then(terminal.focus)
  }, [terminal, shown])
  useEffect(() => {
    if (shown && state === 'open' && keyboardIsFree()) terminal.focus()
  }, [terminal, shown, state])
  useEffect(() => terminal.setScheme(scheme), [terminal, scheme])

  return (
    <div className={classes.pane}>
      <SessionLine tab={tab} />
      <section
        ref={holder}
        className={classes.terminal}
        aria-label={`Terminal of ${target.instanceName}. Ctrl+F6 leaves it.`}
      />
      {state === 'connecting' && !tab.wasOpen && <ConnectingView tab={tab} />}
      {paste !== null && (
        <PasteDialog
          paste={paste}
          into={target.instanceName}
          bracketed={terminal.bracketedPaste()}
          onAnswer={(yes, freely) => answerPaste(tab.id, yes, freely)}
        />
      )}
    </div>
  )
}

/** A question that was answered while connecting leaves the keyboard to nobody. */
function keyboardIsFree(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}
