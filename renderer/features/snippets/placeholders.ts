/** What a snippet asks for when it is used. */
export interface Placeholder {
  name: string
  /** What stands in the field at first. */
  preset: string
}

/** `{{name}}` or `{{name=default}}`; a name has no `=` and no braces. */
const PLACEHOLDER = /\{\{\s*([^{}=\n]{1,60}?)\s*(?:=\s*([^{}\n]{0,500}?)\s*)?\}\}/g

/** The placeholders of a text, each once, with the first default that is written for it. */
export function placeholdersIn(text: string): Placeholder[] {
  const found = new Map<string, string>()
  for (const [, name = '', preset = ''] of text.matchAll(PLACEHOLDER))
    if (!found.get(name)) found.set(name, preset)
  return [...found].map(([name, preset]) => ({ name, preset }))
}

/** The text with its placeholders filled in. What is filled in is not looked through again. */
export function fillIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (_whole, name: string) => values.get(name) ?? '')
}
