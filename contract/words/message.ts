/*
 * Messages as they stand in the catalogue: text with numbered places, `No server {0}`, and plural forms as ICU writes
 * them, `{0, plural, one {# key} other {# keys}}`. Of ICU that is all there is: no quoting, no select, no nesting.
 */

/** Text, a place for a value, or the plural forms of a place that holds a number. */
export type Part = string | { place: number } | { place: number; forms: Readonly<Record<string, Part[]>> }

const PLACE = /\{(\d+)(?:\}|, plural,((?: *[a-z]+ \{[^{}]*(?:\{\d+\}[^{}]*)*\})+) *\})/g
const FORM = /([a-z]+) \{([^{}]*(?:\{\d+\}[^{}]*)*)\}/g

/** A message's parts in their order. What is not a place is text, braces too. */
export function partsOf(message: string): Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of message.matchAll(PLACE)) {
    const [whole, number = '', forms] = match
    if (match.index > end) parts.push(message.slice(end, match.index))
    const place = Number(number)
    parts.push(forms === undefined ? { place } : { place, forms: formsOf(forms) })
    end = match.index + whole.length
  }
  if (end < message.length) parts.push(message.slice(end))
  return parts
}

function formsOf(text: string): Record<string, Part[]> {
  const forms = [...text.matchAll(FORM)]
  return Object.fromEntries(forms.map(([, name = '', form = '']) => [name, partsOf(form)]))
}
