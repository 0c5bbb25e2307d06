import { fieldValue, shownFields } from '../../../contract/account-form.js'
import type { AccountField, AccountValues } from '../../../contract/accounts.js'
import { inEnglish } from '../../../contract/words/said.js'
import type { CloudAdapter } from '../clouds/cloud.js'
import { fullAddress } from '../clouds/typed-address.js'
import { LatchkeyError } from '../lib/error.js'
import type { AccountRecord } from '../profile.js'
import type { SecretFields } from './account-secrets.js'

export interface FormValues {
  /** For the profile. */
  open: Record<string, string>
  /** For the vault. */
  secret: SecretFields
}

/**
 * A form's values, blanks around them cut off, divided by where they are kept. What the adapter doesn't ask for, or does
 * not show with these values, is dropped. `kept` stands for secret fields that are empty; an optional one counts only
 * where no secret was filled in, since it belongs to the credentials before. Throws `input-invalid` for a required field
 * that is empty.
 */
export function readForm(
  { fields }: Pick<CloudAdapter, 'fields'>,
  values: AccountValues,
  kept: SecretFields = {},
): FormValues {
  const shown = shownFields(fields, values)
  const keepsAll = shown.every((field) => !field.secret || fieldValue(field, values) === '')
  const form: FormValues = { open: {}, secret: {} }
  for (const field of shown) {
    const { name, label, required, secret } = field
    const keeps = secret && (required || keepsAll)
    const value = fieldValue(field, values) || (keeps ? (kept[name] ?? '') : '')
    if (value === '' && required)
      throw new LatchkeyError('input-invalid', `The field "${label}" is empty.`, { advice: 'Fill it in.' })
    if (value !== '') form[secret ? 'secret' : 'open'][name] = value
  }
  return form
}

/**
 * As `readForm` for an account that is here: its credentials stand for those that are left empty. Not for another
 * address: whoever has the window could then have them sent anywhere. Throws `input-invalid`.
 */
export function readEditedForm(
  adapter: Pick<CloudAdapter, 'fields'>,
  values: AccountValues,
  record: Pick<AccountRecord, 'values'>,
  kept: SecretFields | null,
): FormValues {
  const secrets = shownFields(adapter.fields, values).filter(({ secret }) => secret)
  const empty = secrets.filter((field) => field.required && fieldValue(field, values) === '')
  const moved = adapter.fields.find((field) => isOtherAddress(field, values, record.values))
  if (moved === undefined) return readForm(adapter, values, kept ?? {})
  if (empty.length === 0) return readForm(adapter, values)
  const names = empty.map(({ label }) => label).join(' and ')
  throw new LatchkeyError('input-invalid', `${moved.label} is another address than before.`, {
    advice: `Enter ${names} again: what the vault holds is sent to the address that it was entered for only.`,
  })
}

/**
 * What is meant beside the credentials, by the fields' names: a user, a project, regions. Not the address, which is written in
 * many ways.
 */
export function scopeOf({ fields }: Pick<CloudAdapter, 'fields'>, values: AccountValues): AccountValues {
  const told = fields.filter((field) => !field.secret && !isAddress(field) && values[field.name])
  return Object.fromEntries(told.map(({ name }) => [name, values[name] ?? '']))
}

/** The names of the secret fields that are filled in though they may be left out. */
export function optionalSecretsIn(
  { fields }: Pick<CloudAdapter, 'fields'>,
  { secret }: FormValues,
): string[] {
  return fields
    .filter(({ name, required }) => !required && secret[name] !== undefined)
    .map(({ name }) => name)
}

const isAddress = ({ example }: AccountField) => /^https?:\/\//.test(inEnglish(example))

function isOtherAddress(field: AccountField, values: AccountValues, before: Record<string, string>): boolean {
  if (field.secret || !isAddress(field)) return false
  return originOf(fieldValue(field, values)) !== originOf(before[field.name] ?? '')
}

/** The text itself where it is no address. */
function originOf(text: string): string {
  const url = fullAddress(text)
  return URL.canParse(url) ? new URL(url).origin : text
}
