import { expect, it } from 'vitest'
import { reachedThroughWords } from './reached-through-words.js'

it('says who is cut off without a jump host, and counts where there are many', () => {
  expect(reachedThroughWords([])).toEqual([])
  expect(reachedThroughWords(['db'])).toEqual([
    'db is reached through it: without it Latchkey does not connect to db until another way is chosen.',
  ])
  expect(reachedThroughWords(['db', 'web'])[0]).toMatch(
    /^db and web are reached through it: .* to none of them /,
  )
  expect(reachedThroughWords(['a', 'b', 'c', 'd', 'e'])[0]).toMatch(/^a, b, c and 2 more are /)
})
