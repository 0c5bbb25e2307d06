import { describe, expect, it } from 'vitest'
import { zoomAfter, zoomed, zoomKey } from './zoom.js'

const press = (key: string, held: Partial<KeyboardEvent> = { ctrlKey: true }) =>
  zoomKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

describe('keys', () => {
  it('zoom with Ctrl or Cmd', () => {
    expect(press('+', { ctrlKey: true, shiftKey: true })).toBe(1)
    expect(press('=')).toBe(1)
    expect(press('-', { metaKey: true })).toBe(-1)
    expect(press('0')).toBe(0)
  })
  it('stay with the shell otherwise', () => {
    expect(press('-', {})).toBeNull()
    expect(press('_', { ctrlKey: true, shiftKey: true })).toBeNull()
    expect(press('-', { ctrlKey: true, altKey: true })).toBeNull()
  })
})

it('a size stays readable, and steps beyond that are not counted', () => {
  let zoom = 0
  for (let steps = 0; steps < 100; steps++) zoom = zoomAfter(zoom, -1, 13)
  expect(zoomed(13, zoom)).toBe(6)
  expect(zoomed(13, zoomAfter(zoom, 1, 13))).toBe(7)
  expect(zoomAfter(zoom, 0, 13)).toBe(0)
})
