/** One word of a filter: `web`, `-web`, `"two words"`, `tag:web`, `-tag:"two words"`. In lower case. */
export interface QueryWord {
  /** A minus stands before it. */
  negated: boolean
  /** What stands before the colon; null for a plain word. Whether there is such a field, the filter knows. */
  field: string | null
  /** What is looked for, without quotes; of a field what stands behind the colon. */
  value: string
  /** It is in quotes, or begun with one. */
  quoted: boolean
  /** As it stands, without the minus: what is looked for where there is no such field. */
  text: string
  /** Where it begins and ends in the filter. */
  from: number
  to: number
}

const WORD = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S*))/giy

/** The words of a filter, in their order. Every text is a filter: a quote that is not closed goes to the end. */
export function queryWords(filter: string): QueryWord[] {
  const words: QueryWord[] = []
  let at = 0
  while (at < filter.length) {
    if (/\s/.test(filter.charAt(at))) {
      at++
      continue
    }
    WORD.lastIndex = at
    const found = WORD.exec(filter)
    if (found === null || found[0] === '') break
    const [all, minus = '', field, quoted, plain = ''] = found
    const value = (quoted ?? plain).toLowerCase()
    const text = field === undefined ? value : all.slice(minus.length).toLowerCase()
    const to = at + all.length
    words.push({
      negated: minus !== '',
      field: field?.toLowerCase() ?? null,
      value,
      quoted: quoted !== undefined,
      text,
      from: at,
      to,
    })
    at = to
  }
  return words
}

/** A value as it stands in a filter, in quotes where it has to. */
export function quoted(value: string): string {
  return /[\s",]/.test(value) || value.startsWith('-') ? `"${value.replaceAll('"', '')}"` : value
}
