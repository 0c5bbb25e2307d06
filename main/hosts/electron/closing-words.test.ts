import { expect, it } from 'vitest'
import { closingQuestion } from './closing-words.js'

it('lets a window go in which nothing is under way', () => {
  expect(closingQuestion({ terminals: 0, bindings: 0 })).toBeNull()
})

it('says what a binding that is cut off leaves behind, and only then', () => {
  const both = closingQuestion({ terminals: 2, bindings: 1 })
  expect(both?.message).toBe('One binding is under way, and 2 terminals are open.')
  expect(both?.detail).toMatch(/stays stopped.*tmux/)
  const terminals = closingQuestion({ terminals: 1, bindings: 0 })
  expect(terminals).toMatchObject({ message: 'One terminal is open.', button: 'Close terminals' })
  expect(terminals?.detail).not.toContain('stopped')
})
