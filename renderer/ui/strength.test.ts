import { expect, it } from 'vitest'
import { passwordStrength } from './strength.js'

it('calls nothing nothing', () => {
  expect(passwordStrength('').score).toBe(0)
})

it.each([
  'letmein',
  'Password123!',
  'qwertyuiop[]',
  '14.07.1989',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  '123456789012',
  'abcdefghijklmnop',
])('calls %s weak', (password) => {
  expect(passwordStrength(password).score).toBe(1)
})

it.each(['correct horse battery staple', 'gT3kLmN0pQrSxY2w'])('calls %s strong', (password) => {
  expect(passwordStrength(password).score).toBe(4)
})

it('judges the longest password that is allowed', () => {
  expect(passwordStrength('correct horse battery staple '.repeat(35)).score).toBe(4)
})
