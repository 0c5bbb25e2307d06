const compiled = new Map<string, RegExp>()

/** `*` stands for any signs, `?` for one (ssh_config(5), PATTERNS). Capitals count. */
export function matchesPattern(text: string, pattern: string): boolean {
  const known = compiled.get(pattern)
  if (known !== undefined) return known.test(text)
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
  const made = new RegExp(`^${source}$`, 's')
  compiled.set(pattern, made)
  return made.test(text)
}

/** Whether one of the patterns fits and none that has `!` before it. */
export function matchesList(text: string, patterns: string[]): boolean {
  const negated = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1))
  if (negated.some((pattern) => matchesPattern(text, pattern))) return false
  return patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(text, pattern))
}

/** A name that stands for itself alone. */
export const isConcrete = (pattern: string): boolean => pattern !== '' && !/[*?!]/.test(pattern)
