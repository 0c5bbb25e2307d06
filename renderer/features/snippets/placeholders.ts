/** What a snippet asks for when it is used. */
export interface Placeholder {
  name: string
  /** What stands in the field at first. */
  preset: string
}

/** `{{name}}` or `{{name=default}}`; a name has no `=` and no braces. */
const PLACEHOLDER = /\{\{([^{}=\n]{1,60})(?:=([^{}\n]{0,500}))?\}\}/g

/** The placeholders of a text, each once, with the first default that is written for it. */
export function placeholdersIn(text: string): Placeholder[] {
  const found = new Map<string, string>()
  for (const [, written = '', preset = ''] of text.matchAll(PLACEHOLDER)) {
    const name = written.trim()
    if (name !== '' && !found.get(name)) found.set(name, preset.trim())
  }
  return [...found].map(([name, preset]) => ({ name, preset }))
}

/** The text with its placeholders filled in. What is filled in is not looked through again. */
export function fillIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, written: string) => {
    const name = written.trim()
    return name === '' ? whole : (values.get(name) ?? '')
  })
}
