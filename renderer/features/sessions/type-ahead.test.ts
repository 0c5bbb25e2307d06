import { expect, it } from 'vitest'
import { takeTyped, typeAhead } from './type-ahead.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const taken = (id: string) =>
  takeTyped(id)
    .map((part) => new TextDecoder().decode(part))
    .join('')

it('keeps what is typed for each pane until that is taken, once', () => {
  typeAhead('a', bytes('who'))
  typeAhead('b', bytes('ls'))
  typeAhead('a', bytes('ami\r'))
  expect([taken('a'), taken('a'), taken('b')]).toEqual(['whoami\r', '', 'ls'])
})

it('keeps no more than somebody types', () => {
  typeAhead('a', bytes('x'.repeat(4000)))
  typeAhead('a', bytes('y'.repeat(4000)))
  typeAhead('a', bytes('z'))
  expect(taken('a')).toBe(`${'x'.repeat(4000)}z`)
})
