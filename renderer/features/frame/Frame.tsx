import { Activity, useEffect, useState } from 'react'
import type { VaultStatus } from '../../../contract/vault.js'
import { Bindings } from '../bindings/Bindings.js'
import { BindNotices } from '../bindings/BindNotices.js'
import { HostKeyQuestions } from '../questions/HostKeyQuestions.js'
import { fillWindow, focusTerminal } from '../sessions/sessions.js'
import { TerminalDock } from '../sessions/TerminalDock.js'
import classes from './Frame.module.css'
import { Notices } from './Notices.js'
import { GoTo, type SectionId } from './navigation.js'
import { Rail } from './Rail.js'
import { StatusBar } from './StatusBar.js'
import { sections } from './sections.js'

const first = sections[0]?.id ?? 'keys'

/** The window with an open vault. Sections that were visited keep their state; the terminals stay where they are. */
export function Frame({ vault, covered }: { vault: VaultStatus; covered: boolean }) {
  const [shown, setShown] = useState<SectionId>(first)
  const [visited, setVisited] = useState<ReadonlySet<SectionId>>(new Set([first]))
  const goTo = (section: SectionId) => {
    setVisited((before) => new Set([...before, section]))
    setShown(section)
    fillWindow(false)
  }

  useEffect(() => {
    if (!covered) focusTerminal()
  }, [covered])

  return (
    <GoTo value={goTo}>
      <div className={classes.frame} inert={covered} data-covered={covered}>
        <Notices />
        <div className={classes.body}>
          <Rail shown={shown} onShow={goTo} />
          <main className={classes.main}>
            {sections.map(({ id, Content }) =>
              visited.has(id) ? (
                <Activity key={id} mode={id === shown ? 'visible' : 'hidden'}>
                  <Content />
                </Activity>
              ) : null,
            )}
            <TerminalDock />
          </main>
        </div>
        <BindNotices />
        <StatusBar vault={vault} />
        <Bindings />
        <HostKeyQuestions />
      </div>
    </GoTo>
  )
}
