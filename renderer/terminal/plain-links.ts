import { isLinkTarget, MAX_TARGET } from './link-facts.js'

const CANDIDATE = /https?:\/\/[^\s"'<>`\\^{|}\p{Cc}\p{Cf}]+/giu
/** What ends a sentence, not an address. */
const TRAILING = /[.,;:!?'*_]+$/

/** A web address written out in a text. */
export interface PlainLink {
  target: string
  index: number
}

/** The web addresses in a line, without the punctuation after them and without a bracket that was opened before them. */
export function plainLinks(text: string): PlainLink[] {
  const links: PlainLink[] = []
  for (const { 0: found, index } of text.matchAll(CANDIDATE)) {
    if (found.length > 2 * MAX_TARGET) continue
    const target = withoutTail(found)
    if (isLinkTarget(target)) links.push({ target, index })
  }
  return links
}

function withoutTail(found: string): string {
  let target = found
  for (;;) {
    const shorter = withoutBracket(target.replace(TRAILING, ''))
    if (shorter === target) return target
    target = shorter
  }
}

/** `(see https://a.example/x)` ends before the bracket, `https://a.example/x_(y)` doesn't. */
function withoutBracket(target: string): string {
  const last = target.at(-1)
  const open = last === ')' ? '(' : last === ']' ? '[' : null
  if (open === null || last === undefined) return target
  return target.split(last).length > target.split(open).length ? target.slice(0, -1) : target
}
