import { describe, expect, it } from 'vitest'
import { passwordStrength } from './strength.js'

describe('passwordStrength', () => {
  it('calls nothing nothing', () => {
    expect(passwordStrength('').score).toBe(0)
  })

  it.each(['letmein', 'aaaaaaaaaaaaaaaaaaaaaaaa', '123456789012', 'abcdefghijklmnop'])(
    'calls %s weak',
    (password) => {
      expect(passwordStrength(password).score).toBe(1)
    },
  )

  it('calls four random words strong', () => {
    expect(passwordStrength('correct horse battery staple').score).toBe(4)
  })

  it('never falls when characters are added', () => {
    const password = 'Tr0ub4dor & the 3 keys'
    const scores = [...password].map((_, index) => passwordStrength(password.slice(0, index + 1)).score)
    expect(scores).toEqual([...scores].sort((a, b) => a - b))
  })
})
