import type { AccountField } from './accounts.js'

type Values = Record<string, string>

/** What a field has: what was typed, without blanks around it, or the first choice where nothing was chosen. */
export function fieldValue({ name, choices }: AccountField, values: Values): string {
  const typed = values[name]?.trim() ?? ''
  if (choices === undefined || choices.some(({ value }) => value === typed)) return typed
  return choices[0]?.value ?? ''
}

/** The fields that are shown with these values. One that is not shown counts as empty, also for those that depend on it. */
export function shownFields(fields: AccountField[], values: Values): AccountField[] {
  const shown = new Set<string>()
  for (const _round of fields) {
    for (const field of fields) if (isShown(field, fields, values, shown)) shown.add(field.name)
  }
  return fields.filter(({ name }) => shown.has(name))
}

function isShown(
  { when }: AccountField,
  fields: AccountField[],
  values: Values,
  shown: Set<string>,
): boolean {
  if (when === undefined) return true
  const other = fields.find(({ name }) => name === when.field)
  return other !== undefined && shown.has(other.name) && when.is.includes(fieldValue(other, values))
}

/** The values of the fields that are shown and not empty. */
export function shownValues(fields: AccountField[], values: Values): Values {
  const filled = shownFields(fields, values).map((field) => [field.name, fieldValue(field, values)])
  return Object.fromEntries(filled.filter(([, value]) => value !== ''))
}
