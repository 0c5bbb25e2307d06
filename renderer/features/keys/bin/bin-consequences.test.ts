import { expect, it } from 'vitest'
import { deleteConsequences } from './bin-consequences.js'

it('says what deleting for good loses', () => {
  expect(deleteConsequences('deploy', true, 0)[0]).toContain('private key deploy is gone for good')
  expect(deleteConsequences('deploy', false, 3)[0]).toContain('public key deploy')
  expect(deleteConsequences('deploy', true, 3).join()).toContain(
    '3 copies of the profile in the settings may still hold it',
  )
  expect(deleteConsequences('deploy', true, 0).join()).not.toContain('copies')
})
