/*
 * Catalogues of gettext (PO), as far as ours go: one message with its translation, what it means, where it stands in the
 * code, and what its places hold. Plural forms are within the message (contract/words/message.ts), so there is no
 * msgid_plural. https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
 */

export interface Entry {
  /** What tells it from the same message elsewhere (msgctxt). */
  meaning?: string
  message: string
  translation: string
  /** Files in which it stands. */
  files: string[]
  /** For who translates: what a place holds. */
  notes: string[]
  /** Somebody has to look at it again. */
  fuzzy: boolean
}

/** The entries of a catalogue, without its header. Throws where a line is not one of a catalogue. */
export function readPo(text: string): Entry[] {
  return text
    .split(/\n{2,}/)
    .map(readEntry)
    .filter((entry) => entry !== null && entry.message !== '') as Entry[]
}

function readEntry(block: string): Entry | null {
  const texts: Record<string, string> = {}
  const entry = { files: [] as string[], notes: [] as string[], fuzzy: false }
  let current: string | undefined
  for (const line of block.split('\n')) {
    const [, keyword, quoted] = /^(msgctxt|msgid|msgstr)? ?(".*")$/.exec(line) ?? []
    if (line.startsWith('#: ')) entry.files.push(...line.slice(3).split(' '))
    else if (line.startsWith('#. ')) entry.notes.push(line.slice(3))
    else if (line.startsWith('#, ')) entry.fuzzy = line.includes('fuzzy')
    else if (line.startsWith('#') || line === '') continue
    else {
      current = keyword ?? current
      if (quoted === undefined || current === undefined) throw new Error(`Not a line of a catalogue: ${line}`)
      texts[current] = (texts[current] ?? '') + JSON.parse(quoted)
    }
  }
  const { msgctxt: meaning, msgid: message, msgstr: translation = '' } = texts
  if (message === undefined) return null
  return { ...entry, ...(meaning === undefined ? {} : { meaning }), message, translation }
}

/** A catalogue's text. Strings are written whole on one line each, so that a change shows as what it is. */
export function writePo(language: string, entries: readonly Entry[]): string {
  const header = [
    'msgid ""',
    'msgstr ""',
    '"Project-Id-Version: Latchkey\\n"',
    `"Language: ${language}\\n"`,
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
  ].join('\n')
  return `${[header, ...entries.map(writeEntry)].join('\n\n')}\n`
}

function writeEntry({ meaning, message, translation, files, notes, fuzzy }: Entry): string {
  return [
    ...notes.map((note) => `#. ${note}`),
    ...files.map((file) => `#: ${file}`),
    ...(fuzzy ? ['#, fuzzy'] : []),
    ...(meaning === undefined ? [] : [`msgctxt ${JSON.stringify(meaning)}`]),
    `msgid ${JSON.stringify(message)}`,
    `msgstr ${JSON.stringify(translation)}`,
  ].join('\n')
}

/** What a catalogue's entry is asked for by (contract/words/say.ts). */
export const keyOf = ({ meaning, message }: Pick<Entry, 'meaning' | 'message'>): string =>
  meaning === undefined ? message : `${meaning}\u0004${message}`
