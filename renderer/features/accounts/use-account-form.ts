import { useState } from 'react'
import { AccountName, type CloudKindInfo } from '../../../contract/accounts.js'
import { checkFields } from './field-check.js'

type Values = Record<string, string>

/** What is typed into the form of an account. A field is judged once it was left, all of them on submit. */
export function useAccountForm(kinds: CloudKindInfo[]) {
  const [chosen, setChosen] = useState(kinds[0]?.kind)
  const [name, setName] = useState('')
  const [values, setValues] = useState<Values>({})
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const kind = kinds.find((entry) => entry.kind === chosen) ?? kinds[0]
  if (kind === undefined) throw new Error('There is no kind of cloud to add an account of')
  const allWrong = checkFields(kind.fields, values)
  const leave = (...names: string[]) => setLeft((before) => new Set([...before, ...names]))

  return {
    kind,
    name,
    values,
    left,
    wrong: Object.fromEntries(Object.entries(allWrong).filter(([field]) => left.has(field))),
    choose: (wanted: string) => setChosen(kinds.find((entry) => entry.kind === wanted)?.kind),
    rename: setName,
    set: (field: string, value: string) => setValues((before) => ({ ...before, [field]: value })),
    leave: (field: string) => leave(field),
    fill: (newName: string, newValues: Values) => {
      setName(newName)
      setValues(newValues)
    },
    /** The values without blanks at their ends, which copying often adds. */
    trimmed: (): Values =>
      Object.fromEntries(kind.fields.map((field) => [field.name, (values[field.name] ?? '').trim()])),
    /** Judges every field; true if the form can go. */
    submit: (withName: boolean): boolean => {
      leave(...kind.fields.map((field) => field.name), ...(withName ? ['name'] : []))
      const nameFine = !withName || AccountName.safeParse(name).success
      return nameFine && Object.keys(allWrong).length === 0
    },
  }
}
