import { expect, it } from 'vitest'
import { keyUse } from './use-keys.js'

type Held = 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'
const press = (code: string, ...held: Held[]) =>
  keyUse({
    code,
    ctrlKey: held.includes('ctrlKey'),
    shiftKey: held.includes('shiftKey'),
    altKey: held.includes('altKey'),
    metaKey: held.includes('metaKey'),
  })

it('knows its keys on every system', () => {
  expect(press('KeyF', 'ctrlKey', 'shiftKey')).toBe('find')
  expect(press('KeyF', 'metaKey')).toBe('find')
  expect(press('KeyP', 'ctrlKey', 'shiftKey')).toBe('snippets')
  expect(press('KeyP', 'metaKey', 'shiftKey')).toBe('snippets')
  expect(press('KeyH', 'ctrlKey', 'shiftKey')).toBe('lines')
  expect(press('F10', 'shiftKey')).toBe('menu')
  expect(press('ContextMenu')).toBe('menu')
})

it('leaves the shell its own', () => {
  for (const code of ['KeyF', 'KeyP', 'KeyH', 'F10']) {
    expect(press(code)).toBeNull()
    expect(press(code, 'ctrlKey')).toBeNull()
    expect(press(code, 'altKey')).toBeNull()
  }
  expect(press('KeyF', 'shiftKey')).toBeNull()
})
