import { expect, it } from 'vitest'
import { codeGroups } from './kit-code.js'

it('a code in groups is the code, and ends with a whole group', () => {
  const code = `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58)}`
  const groups = codeGroups(code)
  expect(groups.join('')).toBe(code)
  expect(groups[0]).toBe('AGE-SECRET-KEY-1')
  expect(groups.slice(2).every((group) => group.length === 6)).toBe(true)
  expect(groups.at(-1)).toBe(code.slice(-6))
})
