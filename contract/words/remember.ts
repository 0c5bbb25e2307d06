/**
 * The same function of a text, which is not asked again for the texts of late: at least for as many as have `most`
 * characters, and at most for twice as many.
 */
export function remembering(of: (text: string) => string, most = 2_000_000): (text: string) => string {
  let young = new Map<string, string>()
  let old = new Map<string, string>()
  let characters = 0
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    const answer = old.get(text) ?? of(text)
    young.set(text, answer)
    characters += text.length + answer.length
    if (characters > most) [young, old, characters] = [new Map(), young, 0]
    return answer
  }
}
