import { expect, it } from 'vitest'
import { closingQuestion } from './closing-words.js'

it('lets a window go in which nothing is under way', () => {
  expect(closingQuestion({ terminals: 0, bindings: 0, forwards: 0 })).toBeNull()
})

it('says what a binding that is cut off leaves behind, and only then', () => {
  const both = closingQuestion({ terminals: 2, bindings: 1, forwards: 0 })
  expect(both?.message).toBe('One binding is under way, and 2 terminals are open.')
  expect(both?.detail).toMatch(/stays stopped.*tmux/)
  const terminals = closingQuestion({ terminals: 1, bindings: 0, forwards: 0 })
  expect(terminals).toMatchObject({ message: 'One terminal is open.', button: 'Close terminals' })
  expect(terminals?.detail).not.toContain('stopped')
})

it('counts the forwards that are on, which end with it too', () => {
  expect(closingQuestion({ terminals: 0, bindings: 0, forwards: 1 })).toEqual({
    message: 'One forward is on.',
    detail: 'What goes through a forward is cut off, and its port is closed.',
    button: 'Close forwards',
  })
  const all = closingQuestion({ terminals: 1, bindings: 1, forwards: 2 })
  expect(all?.message).toBe('One binding is under way, one terminal is open, and 2 forwards are on.')
})
