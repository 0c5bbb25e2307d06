import { type Part, partsOf } from './message.js'
import { OF, plural, sayMessage, spoken } from './say.js'

/*
 * What the host says reaches the window as English sentences: in errors, in plans, also in those that were written to the
 * profile long ago. The window knows the messages that they were made of, and says them again in its own language.
 */

interface Known {
  message: string
  pattern: RegExp
  /** The same where a value is whole sentences. */
  loose: RegExp
  /** What each group of the pattern holds. */
  groups: { place: number; forms?: { one: string; other: string }; unless?: number }[]
}

/** A translator of the sentences that are made of these messages. What it does not know it gives back as it is. */
export function createHearing(messages: readonly string[]): (text: string) => string {
  const exact = new Set(messages.filter((message) => !message.includes('{')))
  const byBeginning = new Map<string, Known[]>()
  for (const message of messages) {
    if (exact.has(message)) continue
    const list = byBeginning.get(beginning(message)) ?? []
    if (list.length === 0) byBeginning.set(beginning(message), list)
    list.push(knownOf(message))
  }
  // The one that leaves the least open is meant.
  for (const list of byBeginning.values())
    list.sort((one, other) => fixedLength(other.message) - fixedLength(one.message))

  function whole(text: string, depth: number, by: 'pattern' | 'loose' = 'pattern'): string | null {
    if (exact.has(text)) return sayMessage(text, [])
    for (const known of [...(byBeginning.get(beginning(text)) ?? []), ...(byBeginning.get('') ?? [])]) {
      const match = known[by].exec(text)
      if (match !== null) return sayMessage(known.message, valuesOf(known, match, depth))
    }
    return null
  }

  function valuesOf({ groups }: Known, match: RegExpExecArray, depth: number) {
    const values: (string | ReturnType<typeof plural>)[] = []
    groups.forEach(({ place, forms, unless }, at) => {
      const text = match[at + 1]
      if (text === undefined) return
      values[place] =
        forms === undefined
          ? inside(text, depth)
          : plural(Number(text.replaceAll(',', '')) || (unless ?? 1), forms.one, forms.other)
    })
    return values
  }

  /** A value is mostly a name and stays; one of several words may be something that is said. */
  const inside = (text: string, depth: number) =>
    depth < 3 && text.includes(' ') ? all(text, depth + 1) : text

  function all(text: string, depth: number): string {
    const sentence = whole(text, depth)
    if (sentence !== null) return sentence
    const parts = text.split(/(?<=[.?:;]) (?=\S)/)
    if (parts.length === 1 || parts.length > 30) return whole(text, depth, 'loose') ?? text
    let heardAny = false
    const said: string[] = []
    for (let at = 0; at < parts.length; ) {
      let to = parts.length
      let heard: string | null = null
      for (; to > at; to--) {
        heard = at === 0 && to === parts.length ? null : whole(parts.slice(at, to).join(' '), depth)
        if (heard !== null) break
      }
      heardAny ||= heard !== null
      said.push(heard ?? parts[at] ?? '')
      at = Math.max(to, at + 1)
    }
    return (heardAny ? null : whole(text, depth, 'loose')) ?? said.join(' ')
  }

  return (text) => (spoken() === 'en' || text.length > LONGEST ? text : all(text, 0))
}

/** Longer texts are not ours. */
const LONGEST = 4000

const beginning = (text: string) => /^[A-Za-z']+(?= )/.exec(text)?.[0] ?? ''

function fixedLength(message: string): number {
  return partsOf(message).reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0)
}

function knownOf(message: string): Known {
  const groups: Known['groups'] = []
  const source = partsOf(message.slice(message.indexOf(OF) + 1)).map((part) => {
    if (typeof part === 'string') return escaped(part)
    if (!('forms' in part)) {
      groups.push(part)
      return VALUE
    }
    const forms = { one: textOf(part.forms.one), other: textOf(part.forms.other) }
    groups.push({ place: part.place, forms, unless: 1 }, { place: part.place, forms, unless: SOME })
    return `(?:${counting(forms.one, '1')}|${counting(forms.other, '[\\d,]+')})`
  })
  const pattern = `^${source.join('')}$`
  return {
    message,
    pattern: new RegExp(pattern.replaceAll(VALUE, WITHIN_SENTENCE)),
    loose: new RegExp(pattern),
    groups,
  }
}

const VALUE = '([^]*?)'
const WITHIN_SENTENCE = '((?:(?![.?] [A-Z])[^])*?)'

/** A number of which the words say only that it is not one. */
const SOME = 5

/** A pattern of the words, with one group: the number where they have it. */
const counting = (form: string, number: string) =>
  form.includes('#') ? escaped(form).replace('#', `(${number})`) : `${escaped(form)}()`

const textOf = (parts: Part[] = []) => parts.filter((part) => typeof part === 'string').join('')
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
