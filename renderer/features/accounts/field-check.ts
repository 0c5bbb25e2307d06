import { fieldValue } from '../../../contract/account-form.js'
import type { AccountField } from '../../../contract/accounts.js'
import { inEnglish } from '../../../contract/words/said.js'
import { say } from '../../../contract/words/say.js'
import { hear } from '../../words/language.js'

interface Options {
  /** A secret that is left empty is the one that the vault holds. */
  keepsSecrets?: boolean
}

/** What is wrong with one field as it is typed; undefined if nothing is. The cloud itself checks the rest. */
export function checkField(
  field: AccountField,
  value: string,
  { keepsSecrets = false }: Options = {},
): string | undefined {
  const { name, label, required, example, secret } = field
  const text = fieldValue(field, { [name]: value })
  if (text === '') return required && !(secret && keepsSecrets) ? say`${hear(label)} is needed.` : undefined
  if (secret || field.choices !== undefined || !/^https?:\/\//.test(inEnglish(example))) return undefined
  return isWebAddress(text) ? undefined : say`${hear(label)} is a web address, such as ${hear(example)}`
}

/** Also without its scheme: https is added where it is used. */
function isWebAddress(text: string): boolean {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  return URL.canParse(url) && /^https?:\/\//i.test(url)
}

/** The names of the fields that are wrong, each with its sentence. */
export function checkFields(
  fields: AccountField[],
  values: Record<string, string>,
  options: Options = {},
): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const field of fields) {
    const sentence = checkField(field, values[field.name] ?? '', options)
    if (sentence !== undefined) wrong[field.name] = sentence
  }
  return wrong
}
