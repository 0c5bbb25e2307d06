import { afterEach, expect, it } from 'vitest'
import { speak } from '../../../contract/words/say.js'
import { closingQuestion, lostBy, lostWith } from './closing-words.js'

afterEach(() => speak('en', {}))

it('lets a window go in which nothing is under way', () => {
  expect(closingQuestion({ terminals: 0, bindings: 0, forwards: 0 })).toBeNull()
})

it('says what a binding that is cut off leaves behind, and only then', () => {
  const both = closingQuestion({ terminals: 2, bindings: 1, forwards: 0 })
  expect(both?.message).toBe('One binding is under way and 2 terminals are open.')
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

it('is one sentence in another language too', () => {
  speak('ru', {
    '{0, plural, one {One binding is under way} other {# bindings are under way}}':
      '{0, plural, one {Выполняется # привязка} few {Выполняются # привязки} many {Выполняются # привязок} other {Выполняются # привязки}}',
    '{0, plural, one {One terminal is open} other {# terminals are open}}':
      '{0, plural, one {Открыт # терминал} few {Открыты # терминала} many {Открыто # терминалов} other {Открыто # терминала}}',
  })
  expect(closingQuestion({ terminals: 5, bindings: 1, forwards: 0 })?.message).toBe(
    'Выполняется 1 привязка и открыто 5 терминалов.',
  )
})
