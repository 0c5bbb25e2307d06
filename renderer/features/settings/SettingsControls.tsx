import { Checkbox, NativeSelect } from '@mantine/core'
import type { TerminalSettings as Terminal } from '../../../contract/settings.js'
import classes from './settings.module.css'
import type { SetTerminal } from './use-terminal-settings.js'

interface TickProps {
  label: string
  description?: string
  name: { [Name in keyof Terminal]: Terminal[Name] extends boolean ? Name : never }[keyof Terminal]
  terminal: Terminal
  set: SetTerminal
}

/** A setting that is on or off. */
export function Tick({ label, description, name, terminal, set }: TickProps) {
  return (
    <Checkbox
      label={label}
      description={description}
      checked={terminal[name]}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  description?: string
  choices: Record<Value, string>
  value: Value
  onChange: (value: Value) => void
}

/** A setting that is one of a few. */
export function Choice<Value extends string>({ choices, value, onChange, ...words }: ChoiceProps<Value>) {
  const data = Object.entries<string>(choices).map(([value, label]) => ({ value, label }))
  return (
    <NativeSelect
      {...words}
      className={classes.choice}
      data={data}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as Value)}
    />
  )
}
