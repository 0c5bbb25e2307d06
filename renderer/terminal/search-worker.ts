import { matchesIn, type Pattern } from './search-pattern.js'

/** Lines to be searched; `pattern` comes with the first of them. */
export interface SearchOrder {
  pattern?: Pattern
  lines: string[]
  limit: number
}

/** For each match the line's place in the order, and its index and length; null where the pattern can't be run. */
export type SearchAnswer = Int32Array | null

/**
 * Runs regular expressions beside the window: one that never comes to an end blocks only this worker, which is then ended
 * from outside.
 */
let regex: RegExp | null = null

self.onmessage = ({ data }: MessageEvent<SearchOrder>) => {
  if (data.pattern !== undefined) regex = new RegExp(data.pattern.source, data.pattern.flags)
  self.postMessage(answer(data) satisfies SearchAnswer)
}

function answer({ lines, limit }: SearchOrder): SearchAnswer {
  const found: number[] = []
  try {
    for (const [line, text] of lines.entries()) {
      if (regex === null || found.length >= limit * 3) break
      const matches = matchesIn(text, regex, limit - found.length / 3)
      for (let n = 0; n < matches.length; n += 2) found.push(line, matches[n] ?? 0, matches[n + 1] ?? 0)
    }
  } catch (error) {
    // The engine finds only when it runs that an expression is too large for it.
    if (error instanceof SyntaxError || error instanceof RangeError) return null
    throw error
  }
  return Int32Array.from(found)
}
