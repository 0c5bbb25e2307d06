import { expect, it } from 'vitest'
import { keyAction } from './shortcuts.js'

const press = (code: string, ...held: ('ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey')[]) =>
  keyAction({
    code,
    ctrlKey: held.includes('ctrlKey'),
    shiftKey: held.includes('shiftKey'),
    altKey: held.includes('altKey'),
    metaKey: held.includes('metaKey'),
  })

it('keeps for the window only what no shell can need', () => {
  expect(press('KeyC', 'ctrlKey', 'shiftKey')).toBe('copy')
  expect(press('KeyV', 'ctrlKey', 'shiftKey')).toBe('paste')
  expect(press('F6', 'ctrlKey')).toBe('leave')
  expect(press('Tab', 'ctrlKey')).toBe('next')
  expect(press('Tab', 'ctrlKey', 'shiftKey')).toBe('previous')
})

it('leaves the shell its own keys', () => {
  for (const code of ['KeyC', 'KeyV', 'KeyK', 'KeyF', 'KeyW', 'KeyD'])
    expect(press(code, 'ctrlKey')).toBeNull()
  expect(press('Tab')).toBeNull()
  expect(press('Tab', 'shiftKey')).toBeNull()
  expect(press('F6')).toBeNull()
  expect(press('Escape')).toBeNull()
})
