import { expect, it } from 'vitest'
import { ligatureRanges } from './ligatures.js'

const found = (line: string) => ligatureRanges(line).map(([start, end]) => line.slice(start, end))

it('finds the longest ligature at each place', () => {
  expect(found('if (a !== b && c => d) // <!--')).toEqual(['!==', '&&', '=>', '//', '<!--'])
  expect(found('a --> b, c <=> d')).toEqual(['-->', '<=>'])
})
it('leaves rules of one sign and plain text alone', () => {
  expect(found('------- ======= ///// plain + text')).toEqual([])
})
it('stays quick on a long line', () => {
  const start = performance.now()
  ligatureRanges('=->'.repeat(1000))
  expect(performance.now() - start).toBeLessThan(2000)
})
