export interface Strength {
  /** 0 (nothing) to 4. */
  score: 0 | 1 | 2 | 3 | 4
  words: string
}

/**
 * A rough measure of a password by length and kinds of characters, with repeats counted once. It advises; what is
 * refused is decided by the host.
 */
export function passwordStrength(password: string): Strength {
  if (password === '') return { score: 0, words: '' }
  const bits = effectiveLength(password) * Math.log2(alphabetSize(password))
  if (bits < 40) return { score: 1, words: 'weak, guessed soon once a copy is stolen' }
  if (bits < 60) return { score: 2, words: 'fair, a few more words would help' }
  if (bits < 80) return { score: 3, words: 'good' }
  return { score: 4, words: 'strong' }
}

/** Characters that differ from the two before and don't just count on: `aaaa` and `1234` are worth little. */
function effectiveLength(password: string): number {
  const codes = [...password].map((character) => character.codePointAt(0) ?? 0)
  return codes.filter((code, index) => {
    const before = codes[index - 1]
    return before === undefined || Math.abs(code - before) > 1
  }).length
}

function alphabetSize(password: string): number {
  const kinds: [RegExp, number][] = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\d/, 10],
    [/[^\p{L}\d]/u, 32],
    [/[^\p{ASCII}]/u, 64],
  ]
  return kinds.reduce((size, [kind, count]) => size + (kind.test(password) ? count : 0), 2)
}
