import { expect, it } from 'vitest'
import { isPaletteKey } from './palette-key.js'

const press = (held: string[], code = 'KeyK') => ({
  code,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
})

it('is Ctrl+K, but in a terminal, where the shell has it, Ctrl+Shift+K', () => {
  expect(isPaletteKey(press(['ctrl']), false, false)).toBe(true)
  expect(isPaletteKey(press(['ctrl']), true, false)).toBe(false)
  expect(isPaletteKey(press(['ctrl', 'shift']), true, false)).toBe(true)
  expect(isPaletteKey(press(['ctrl', 'shift']), false, false)).toBe(true)
})

it('is Cmd+K on macOS everywhere, and leaves Ctrl+K to text fields there', () => {
  expect(isPaletteKey(press(['meta']), true, true)).toBe(true)
  expect(isPaletteKey(press(['ctrl']), false, true)).toBe(false)
})

it('is nothing else', () => {
  expect(isPaletteKey(press(['ctrl', 'alt']), false, false)).toBe(false)
  expect(isPaletteKey(press(['ctrl'], 'KeyL'), false, false)).toBe(false)
  expect(isPaletteKey(press([]), false, false)).toBe(false)
})
