import { expect, it } from 'vitest'
import { deleteConsequences } from './delete-consequences.js'

it('names the instances that can no longer be reached', () => {
  expect(deleteConsequences('deploy', ['web-1', 'web-2'])[1]).toContain('web-1, web-2')
})

it('counts what would make the sentence too long', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  expect(deleteConsequences('deploy', names)[1]).toContain('a, b, c, d, e and 2 more')
})

it('says nothing of instances where none is bound', () => {
  expect(deleteConsequences('deploy', [])).toHaveLength(2)
})
