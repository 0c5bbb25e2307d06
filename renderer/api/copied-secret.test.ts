import { expect, it, vi } from 'vitest'
import { watchCopies } from './copied-secret.js'

it('tells of what is copied while a secret is in sight, and of nothing else', () => {
  const page = new EventTarget()
  const tell = vi.fn()
  let inSight = false
  watchCopies(page, { secretInSight: () => inSight, selected: () => 'QX7R 9DKE', tell })
  page.dispatchEvent(new Event('copy'))
  inSight = true
  page.dispatchEvent(new Event('copy'))
  inSight = false
  page.dispatchEvent(new Event('copy'))
  expect(tell.mock.calls).toEqual([['QX7R 9DKE']])
})
