import { NativeSelect, TextInput } from '@mantine/core'
import { fieldValue } from '../../../contract/account-form.js'
import type { AccountField } from '../../../contract/accounts.js'
import { say } from '../../../contract/words/say.js'
import { SecretInput } from '../../ui/SecretInput.js'
import { hear } from '../../words/language.js'

interface Props {
  /** Those that are shown. */
  fields: AccountField[]
  values: Record<string, string>
  /** Only of the fields that were left. */
  wrong: Record<string, string>
  /** In an empty secret field, where the vault has what goes there: "Kept in …". */
  kept?: string | undefined
  onChange: (name: string, value: string) => void
  onLeave: (name: string) => void
}

/** The fields that a cloud's adapter declares. */
export function AccountFields({ fields, values, wrong, kept, onChange, onLeave }: Props) {
  return fields.map((field) => {
    const { name, label, help, example, secret, required, choices } = field
    const shared = {
      label: required ? hear(label) : say`${hear(label)} (optional)`,
      description: hear(help),
      error: wrong[name],
      onBlur: () => onLeave(name),
    }
    if (choices !== undefined) {
      return (
        <NativeSelect
          key={name}
          {...shared}
          data={choices.map((choice) => ({ ...choice, label: hear(choice.label) }))}
          value={fieldValue(field, values)}
          onChange={(event) => onChange(name, event.currentTarget.value)}
        />
      )
    }
    const Field = secret ? SecretInput : TextInput
    return (
      <Field
        key={name}
        {...shared}
        placeholder={(secret ? kept : undefined) ?? hear(example)}
        value={values[name] ?? ''}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(name, event.currentTarget.value)}
      />
    )
  })
}
