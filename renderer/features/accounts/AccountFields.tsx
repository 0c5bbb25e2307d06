import { TextInput } from '@mantine/core'
import type { AccountField } from '../../../contract/accounts.js'
import { SecretInput } from '../../ui/SecretInput.js'

interface Props {
  fields: AccountField[]
  values: Record<string, string>
  /** Only of the fields that were left. */
  wrong: Record<string, string>
  onChange: (name: string, value: string) => void
  onLeave: (name: string) => void
}

/** The fields that a cloud's adapter declares. */
export function AccountFields({ fields, values, wrong, onChange, onLeave }: Props) {
  return fields.map(({ name, label, help, example, secret, required }) => {
    const Field = secret ? SecretInput : TextInput
    return (
      <Field
        key={name}
        label={required ? label : `${label} (optional)`}
        description={help}
        placeholder={example}
        value={values[name] ?? ''}
        error={wrong[name]}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(name, event.currentTarget.value)}
        onBlur={() => onLeave(name)}
      />
    )
  })
}
