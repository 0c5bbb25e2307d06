/** Where folders are looked up while a path is typed. */
export interface FolderSource {
  /** Apart from other sources, whose folders have the same names. */
  key: string
  /** The folder that a text without a beginning of its own goes on in; null where there is none. */
  here: string | null
  /** How a whole path begins. */
  absolute: RegExp
  /** The names of the folders in one. */
  list(folder: string, signal: AbortSignal): Promise<string[]>
}

/** The part of a text that is a folder, up to its last separator, and the beginning of a name after it. */
export function splitPath(text: string): { head: string; begun: string } {
  const cut = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1
  return { head: text.slice(0, cut), begun: text.slice(cut) }
}

/** The folder to look into for what a text may go on with; null where it is none yet. */
export function folderToList(
  text: string,
  { here, absolute }: Pick<FolderSource, 'here' | 'absolute'>,
): string | null {
  const { head } = splitPath(text)
  if (absolute.test(head)) return head
  if (text.startsWith('~') && head === '') return null
  if (here === null) return null
  return here.endsWith('/') ? here + head : `${here}/${head}`
}

const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Whole texts that a text may become, each a folder of `names`; hidden ones only where a dot was typed. */
export function completions(text: string, names: readonly string[]): string[] {
  const { head, begun } = splitPath(text)
  const separator = head.endsWith('\\') ? '\\' : '/'
  const begins = begun.toLowerCase()
  return names
    .filter((name) => name.toLowerCase().startsWith(begins) && (begun !== '' || !name.startsWith('.')))
    .sort(inOrder.compare)
    .map((name) => head + name + separator)
}

/**
 * What Tab makes of a text, as in a shell: as much as all that it may become have in common. Null where Tab is to go on to the
 * next field: nothing was begun, or nothing fits.
 */
export function completed(text: string, all: readonly string[]): string | null {
  const [first] = all
  if (first === undefined || (splitPath(text).begun === '' && all.length > 1)) return null
  let length = first.length
  for (const one of all) while (!one.startsWith(first.slice(0, length))) length--
  const common = first.slice(0, length)
  return common.length >= text.length ? common : text
}
