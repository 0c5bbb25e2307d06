import type { AccountValues } from '../../../contract/accounts.js'
import type { CloudAdapter } from '../clouds/cloud.js'
import { LatchkeyError } from '../lib/error.js'

export interface FormValues {
  /** For the profile. */
  open: Record<string, string>
  /** For the vault. */
  secret: Record<string, string>
}

/**
 * A form's values, blanks around them cut off, divided by where they are kept. What the adapter doesn't ask for is
 * dropped. Throws `input-invalid` for a required field that is empty.
 */
export function readForm(adapter: CloudAdapter, values: AccountValues): FormValues {
  const form: FormValues = { open: {}, secret: {} }
  for (const { name, label, required, secret } of adapter.fields) {
    const value = values[name]?.trim() ?? ''
    if (value === '' && required)
      throw new LatchkeyError('input-invalid', `The field "${label}" is empty.`, { advice: 'Fill it in.' })
    if (value !== '') form[secret ? 'secret' : 'open'][name] = value
  }
  return form
}
