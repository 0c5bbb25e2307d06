import { expect, it, vi } from 'vitest'
import { hideFromCapture, secretInSight } from './hide-from-capture.js'

const told = vi.hoisted((): boolean[] => [])
vi.mock('./desktop-port.js', () => ({
  desktop: { hideFromCapture: (hidden: boolean) => void told.push(hidden) },
}))

it('hides the window while any secret is in sight, and shows it at the start and after the last', () => {
  const first = hideFromCapture()
  const second = hideFromCapture()
  first()
  expect(told).toEqual([false, true, true, true])
  expect(secretInSight()).toBe(true)
  second()
  expect(told.at(-1)).toBe(false)
  expect(secretInSight()).toBe(false)
})
