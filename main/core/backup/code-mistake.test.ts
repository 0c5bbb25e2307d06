import { expect, it } from 'vitest'
import { newIdentity } from './age-file.js'
import { codeMistake } from './code-mistake.js'

const HEAD = 'AGE-SECRET-KEY-1'.length
const changed = (code: string, at: number, letter: string) =>
  `${code.slice(0, at)}${letter}${code.slice(at + 1)}`
const another = (letter: string | undefined) => (letter === 'Q' ? 'P' : 'Q')

it('names the group in which one character is wrong, as the groups stand on the page', async () => {
  const { identity } = await newIdentity()
  const groups = [
    [0, 1],
    [3, 1],
    [4, 2],
    [9, 2],
    [10, 3],
    [57, 10],
  ]
  for (const [at = 0, group] of groups) {
    const wrong = changed(identity, HEAD + at, another(identity[HEAD + at]))
    expect(codeMistake(wrong)).toBe(`One character is wrong in group ${group} after AGE-SECRET-KEY-1.`)
  }
})

it('tells of characters that are in no code, are missing or too many, and of more than one nothing', async () => {
  const { identity } = await newIdentity()
  expect(codeMistake(changed(identity, HEAD + 5, 'O'))).toBe(
    'There is O in group 2 after AGE-SECRET-KEY-1, which is in no code.',
  )
  expect(codeMistake(identity.slice(0, -1))).toContain('57 characters')
  const twice = changed(changed(identity, 20, another(identity[20])), 40, another(identity[40]))
  expect(codeMistake(twice)).toBeNull()
})
