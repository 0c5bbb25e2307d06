import { expect, it } from 'vitest'
import { isLockKey } from './lock-key.js'

const press = (held: string[], code = 'KeyL') =>
  isLockKey({
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    shiftKey: held.includes('shift'),
    altKey: held.includes('alt'),
  })

it('is Ctrl+Shift+L or Cmd+Shift+L', () => {
  expect(press(['ctrl', 'shift'])).toBe(true)
  expect(press(['meta', 'shift'])).toBe(true)
})

it('leaves to the shell and the browser what is not quite that', () => {
  expect(press(['ctrl'])).toBe(false)
  expect(press(['shift'])).toBe(false)
  expect(press(['ctrl', 'alt', 'shift'])).toBe(false)
  expect(press(['ctrl', 'meta', 'shift'])).toBe(false)
  expect(press(['ctrl', 'shift'], 'KeyK')).toBe(false)
})
