import { expect, it } from 'vitest'
import { openedWith } from './opened-with.js'

it('names all that let in, a key last since its name follows', () => {
  expect(openedWith({ ways: ['key'] })).toBe('opened with the key')
  expect(openedWith({ ways: ['key', 'password'] })).toBe('opened with a password and the key')
  expect(openedWith({ ways: ['nothing'] })).toContain('without asking')
})
