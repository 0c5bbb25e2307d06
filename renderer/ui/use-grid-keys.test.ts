import { describe, expect, it } from 'vitest'
import { nextIndex } from './use-grid-keys.js'

describe('nextIndex', () => {
  it('goes to the first row from no selection by Down, to the last by Up', () => {
    expect(nextIndex('ArrowDown', -1, 5, 3)).toBe(0)
    expect(nextIndex('ArrowUp', -1, 5, 3)).toBe(4)
  })

  it('stops at both ends', () => {
    expect(nextIndex('ArrowDown', 4, 5, 3)).toBe(4)
    expect(nextIndex('PageUp', 1, 5, 3)).toBe(0)
    expect(nextIndex('PageDown', 3, 5, 3)).toBe(4)
  })

  it('moves by a page, and to both ends', () => {
    expect(nextIndex('PageDown', 10, 100, 20)).toBe(30)
    expect(nextIndex('Home', 10, 100, 20)).toBe(0)
    expect(nextIndex('End', 10, 100, 20)).toBe(99)
  })

  it('leaves other keys alone', () => {
    expect(nextIndex('Enter', 1, 5, 3)).toBeNull()
    expect(nextIndex('toString', 1, 5, 3)).toBeNull()
  })
})
