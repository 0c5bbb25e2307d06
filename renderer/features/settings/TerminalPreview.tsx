import { SegmentedControl, useComputedColorScheme } from '@mantine/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { TerminalSettings } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { type Scheme, terminalTheme } from '../../terminal/colours.js'
import type { TerminalLooks } from '../../terminal/looks.js'
import type { TerminalHandle } from '../../terminal/terminal.js'
import { terminalPart } from '../../terminal/terminal-part.js'
import { usePart } from '../../ui/use-part.js'
import { sample } from './preview-sample.js'
import classes from './settings.module.css'

/** A terminal with what terminals show, as the settings have it now; in both schemes of the window. */
export function TerminalPreview({ terminal }: { terminal: TerminalSettings }) {
  const [scheme, setScheme] = useShownScheme(terminal)
  const looks = useMemo(() => ({ scheme, settings: terminal, zoom: 0 }), [scheme, terminal])
  return (
    <div className={classes.field}>
      <SegmentedControl
        aria-label={say`Preview in a window that is`}
        size="xs"
        className={classes.previewOf}
        data={[
          { value: 'light', label: say`Light` },
          { value: 'dark', label: say`Dark` },
        ]}
        value={scheme}
        onChange={(value) => setScheme(value as Scheme)}
      />
      <Screen looks={looks} />
    </div>
  )
}

/** The window's scheme; the other one after its colours were changed. */
function useShownScheme({ schemes }: TerminalSettings) {
  const windows = useComputedColorScheme('light')
  const [chosen, setChosen] = useState<Scheme | null>(null)
  const before = useRef(schemes)
  useEffect(() => {
    const changed = (['light', 'dark'] as const).find((one) => before.current[one] !== schemes[one])
    before.current = schemes
    if (changed !== undefined) setChosen(changed)
  }, [schemes])
  return [chosen ?? windows, setChosen] as const
}

/** Nobody types into it, so the keyboard passes it by. */
function Screen({ looks }: { looks: TerminalLooks }) {
  const holder = useRef<HTMLDivElement>(null)
  const createTerminal = usePart(terminalPart)
  const [shown, setShown] = useState<TerminalHandle | null>(null)
  const first = useRef(looks)
  useEffect(() => {
    if (createTerminal === null) return
    const nothing = () => undefined
    const keys = { onPaste: nothing, onUnheard: nothing, onLeave: nothing, onSwitch: nothing }
    const terminal = createTerminal(first.current, {
      ...keys,
      onTitle: nothing,
      onBell: nothing,
      onZoom: nothing,
    })
    holder.current?.append(terminal.element)
    terminal.write(new TextEncoder().encode(sample), nothing)
    void terminal.show()
    setShown(terminal)
    return () => {
      setShown(null)
      terminal.dispose()
    }
  }, [createTerminal])
  useEffect(() => {
    first.current = looks
    void shown?.setLooks(looks)
  }, [shown, looks])
  return (
    <div role="img" aria-label={say`Preview of the terminal`}>
      <div
        ref={holder}
        inert
        className={classes.preview}
        style={{ background: terminalTheme(looks.scheme, looks.settings).background }}
      />
    </div>
  )
}
