import { Autocomplete } from '@mantine/core'
import { useEffect, useState } from 'react'
import { TerminalSettings as Schema, type TerminalSettings } from '../../../contract/settings.js'
import { say } from '../../../contract/words/say.js'
import { bundledFonts, fontLoaded, fontState } from '../../terminal/fonts.js'
import { NumberSetting } from './NumberSetting.js'
import { Tick } from './SettingsControls.js'
import classes from './settings.module.css'
import type { SetTerminal } from './use-terminal-settings.js'

interface Props {
  terminal: TerminalSettings
  set: SetTerminal
}

export function TerminalFont({ terminal, set }: Props) {
  return (
    <>
      <FontName key={terminal.font} font={terminal.font} onSave={(font) => set({ font })} />
      <NumberSetting
        label={say`Size in px`}
        description={say`In a terminal, Ctrl or Cmd with plus, minus, 0 or the wheel zooms, until the window is closed.`}
        value={terminal.fontSize}
        schema={Schema.shape.fontSize}
        onSave={(fontSize) => set({ fontSize })}
      />
      <Tick
        label={say`Ligatures`}
        description={say`Draws signs such as => and != as one, where the font can.`}
        name="ligatures"
        terminal={terminal}
        set={set}
      />
    </>
  )
}

/** Saved when one is chosen, or when the field is left; Escape brings back the saved one. */
function FontName({ font, onSave }: { font: string; onSave: (font: string) => void }) {
  const [typed, setTyped] = useState(font)
  const note = useFontNote(font)
  const save = (name: string) => {
    const read = Schema.shape.font.safeParse(name)
    if (!read.success) return setTyped(font)
    setTyped(read.data)
    if (read.data !== font) onSave(read.data)
  }
  return (
    <div className={classes.field}>
      <Autocomplete
        label={say`Font`}
        description={say`One of these comes with Latchkey; or write the name of one that this computer has.`}
        // What is saved hides none of the others.
        data={typed === font ? bundledFonts : bundledFonts.filter((name) => name !== font)}
        {...(typed === font ? { filter: ({ options }) => options } : {})}
        value={typed}
        maxLength={100}
        spellCheck={false}
        onChange={setTyped}
        onOptionSubmit={save}
        onBlur={() => save(typed)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') save(typed)
          if (key === 'Escape') setTyped(font)
        }}
      />
      {note !== null && (
        <p role="status" className={classes.note}>
          {note}
        </p>
      )}
    </div>
  )
}

function useFontNote(font: string): string | null {
  const [note, setNote] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    void fontLoaded(font, 40).then(() => {
      if (!gone) setNote(notes[fontState(font)](font))
    })
    return () => {
      gone = true
    }
  }, [font])
  return note
}

const notes: Record<ReturnType<typeof fontState>, (font: string) => string | null> = {
  fine: () => null,
  absent: (font) =>
    say`This computer has no font named ${font}. Terminals are drawn in JetBrains Mono instead.`,
  uneven: (font) => say`In ${font} not all characters are equally wide. Columns will look uneven.`,
}
