import { expect, it } from 'vitest'
import { asksFirst } from './broadcast.js'

it('asks before typing goes to several panes of which one is production, and not again while it does', () => {
  const asks = (before: string[], after: string[]) => asksFirst(before, after, (id) => id === 'prod')
  expect(asks([], ['a', 'prod'])).toBe(true)
  expect(asks(['prod'], ['prod', 'a'])).toBe(true)
  expect(asks(['a', 'b'], ['a', 'b', 'prod'])).toBe(true)
  expect(asks([], ['a', 'b'])).toBe(false)
  expect(asks([], ['prod'])).toBe(false)
  expect(asks(['a', 'prod'], ['a', 'prod', 'b'])).toBe(false)
  expect(asks(['a', 'b', 'prod'], ['a', 'prod'])).toBe(false)
})
