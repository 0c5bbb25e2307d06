import { useEffect, useRef } from 'react'
import { say } from '../../../contract/words/say.js'
import { terminalTheme } from '../../terminal/colours.js'
import { PasteDialog } from '../../terminal/PasteDialog.js'
import { hostsWords, isProduction } from '../nameplates/nameplate-words.js'
import { useNameplates } from '../nameplates/use-nameplates.js'
import { useLooks } from '../settings/looks.js'
import { ConnectingView } from './ConnectingView.js'
import { inputTargets, PaneUse } from './PaneUse.js'
import { type Pane, paneState } from './panes.js'
import { SessionLine } from './SessionLine.js'
import classes from './SessionPane.module.css'
import { answerPaste } from './sessions.js'

interface Props {
  pane: Pane
  shown: boolean
  /** It is the one with the keyboard, or gets it. */
  active: boolean
  /** Which of the panes of its tab it is; null where there is no other. */
  place: { number: number; of: number } | null
}

/** One terminal and the line above it that says who is connected to what, or why no longer. */
export function SessionPane({ pane, shown, active, place }: Props) {
  const { terminal, target, paste, waits } = pane
  const holder = useRef<HTMLElement>(null)
  const looks = useLooks()
  const state = paneState(pane)
  const plates = useNameplates()

  useEffect(() => {
    holder.current?.append(terminal.element)
    return () => terminal.element.remove()
  }, [terminal])
  const fresh = useRef(true)
  // What comes back with the window takes the keyboard from nobody.
  useEffect(() => {
    const takes = active && !(waits && fresh.current)
    fresh.current = false
    if (shown) void terminal.show().then(() => takes && terminal.focus())
  }, [terminal, shown, active, waits])
  useEffect(() => {
    if (shown && active && state === 'open' && keyboardIsFree()) terminal.focus()
  }, [terminal, shown, active, state])
  useEffect(() => void terminal.setLooks(looks), [terminal, looks])

  const targets = inputTargets(pane)
  return (
    <div className={classes.pane}>
      <SessionLine pane={pane} grip={place !== null} />
      <PaneUse pane={pane}>
        <section
          ref={holder}
          className={classes.terminal}
          style={{ background: terminalTheme(looks.scheme, looks.settings).background }}
          aria-label={
            place === null
              ? say`Terminal of ${target.instanceName}. Ctrl+F6 leaves it.`
              : say`Terminal of ${target.instanceName}, pane ${place.number} of ${place.of}. Ctrl+F6 leaves it.`
          }
        />
      </PaneUse>
      {state === 'connecting' && !pane.wasOpen && <ConnectingView pane={pane} />}
      {paste !== null && (
        <PasteDialog
          paste={paste}
          into={hostsWords(targets, plates)}
          several={targets.length > 1}
          careful={
            targets.length > 1 || targets.some(({ instanceId }) => isProduction(plates.get(instanceId)))
          }
          bracketed={terminal.bracketedPaste()}
          onAnswer={(...answer) => answerPaste(pane.id, ...answer)}
        />
      )}
    </div>
  )
}

/** A question that was answered while connecting leaves the keyboard to nobody. */
function keyboardIsFree(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement.matches('body, [data-part="section"]')
}
