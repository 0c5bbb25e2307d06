import type { Terminal } from '@xterm/xterm'

/** What programming fonts draw as one: those that JetBrains Mono, Fira Code and Cascadia Code have in common, and a few more. */
const LIGATURES = String.raw`
  <!-- --> ---> -> ->> -< -<< <- <-- <--- <<- >- >>- <-> <--> => =>> ==> ===> <== <=== <=> <==> <<= >>= <= >= =<< =<
  =/= == === != !== /= /== =:= := =: :: ::: ::= || ||= ||| |> <| <|> |= && &&= &= ++ +++ -- ** *** *= // /// /* */
  /> </ </> <> <~ ~> ~~> <~~ ~~ ~= <$ $> <$> <* *> <*> <+ +> <+> .. ... ..< ..= ?? ?. ?: ?= ;; ## ### #### #{ #[ #(
  #! #? #_ __ %% \\ {| |} [| |] << <<< >> >>> ^= www @_
`

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
const LIGATURE = new RegExp(
  LIGATURES.trim()
    .split(/\s+/)
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|'),
  'g',
)

/**
 * Where ligatures stand in a line, as [first column, column after the last]. A sign five times and more is a rule, as in
 * tables: it has none, for each length would be a picture of its own.
 */
export function ligatureRanges(line: string): [number, number][] {
  const rules = [...line.matchAll(/([^\w\s])\1{4,}/g)].map(
    ({ index, 0: rule }) => [index, index + rule.length] as const,
  )
  const isInRule = (at: number) => rules.some(([start, end]) => at >= start && at < end)
  return [...line.matchAll(LIGATURE)]
    .filter(({ index }) => !isInRule(index))
    .map(({ index, 0: text }) => [index, index + text.length])
}

/** Has an opened terminal draw ligatures as its font has them; what comes back ends that. */
export function drawLigatures(term: Terminal): () => void {
  const joiner = term.registerCharacterJoiner(ligatureRanges)
  return () => term.deregisterCharacterJoiner(joiner)
}
