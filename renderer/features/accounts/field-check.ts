import type { AccountField } from '../../../contract/accounts.js'

/** What is wrong with one field as it is typed; undefined if nothing is. The cloud itself checks the rest. */
export function checkField(
  { label, required, example, secret }: AccountField,
  value: string,
): string | undefined {
  const text = value.trim()
  if (text === '') return required ? `${label} is needed.` : undefined
  if (secret || !/^https?:\/\//.test(example)) return undefined
  return URL.canParse(text) && /^https?:\/\//i.test(text)
    ? undefined
    : `${label} is a web address, such as ${example}`
}

/** The names of the fields that are wrong, each with its sentence. */
export function checkFields(fields: AccountField[], values: Record<string, string>): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const field of fields) {
    const sentence = checkField(field, values[field.name] ?? '')
    if (sentence !== undefined) wrong[field.name] = sentence
  }
  return wrong
}
