import { expect, it } from 'vitest'
import { closingQuestion, lostBy, lostWith } from './closing-words.js'

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

it('asks about terminals alone where Latchkey goes on without the window', () => {
  const underWay = { terminals: 0, bindings: 1, forwards: 2 }
  expect(closingQuestion(lostWith(underWay, true))).toBeNull()
  expect(closingQuestion(lostWith(underWay, false))).not.toBeNull()
  expect(closingQuestion(lostWith({ ...underWay, terminals: 1 }, true))?.message).toBe(
    'One terminal is open.',
  )
})

it('says what it is that cuts them off', () => {
  const terminal = { terminals: 1, bindings: 0, forwards: 0 }
  expect(closingQuestion(lostBy('quit', terminal))?.button).toBe('Quit Latchkey')
  expect(closingQuestion(lostBy('update', terminal))?.button).toBe('Install now')
  const binding = { ...terminal, bindings: 1 }
  expect(closingQuestion(lostBy('quit', binding))).toMatchObject({
    detail: expect.stringMatching(/^Quitting Latchkey cuts it off: an instance/),
    button: 'Quit all the same',
  })
  expect(closingQuestion(lostBy('update', binding))).toMatchObject({
    detail: expect.stringMatching(/^Latchkey ends for the new version, which cuts it off: an instance/),
    button: 'Install all the same',
  })
  expect(closingQuestion(lostBy('quit', { terminals: 0, bindings: 0, forwards: 0 }))).toBeNull()
})
