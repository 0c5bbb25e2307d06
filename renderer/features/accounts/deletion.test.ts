import { expect, it } from 'vitest'
import type { CloudKey } from '../../../contract/accounts.js'
import type { Instance } from '../../../contract/instances.js'
import { declaring, whatDeletionDoes } from './deletion.js'

const key = { name: 'deploy', keyId: 'k1' } as CloudKey
const instance = (name: string, accountId: string, declared: Instance['declared']) => {
  return { name, accountId, declared } as Instance
}

it('finds the instances of the account that declare the key, and not those of a namesake', () => {
  const ours = { cloudName: 'deploy', keyId: 'k1' }
  const instances = [
    instance('web', 'a', [ours]),
    instance('elsewhere', 'b', [ours]),
    instance('other region', 'a', [{ cloudName: 'deploy', keyId: 'k2' }]),
    instance('db', 'a', [{ cloudName: 'ops', keyId: null }]),
  ]
  expect(declaring(instances, 'a', key)).toEqual(['web'])
})

it('says who has it, what the cloud will do about that, and whether it can come back', () => {
  const kept = whatDeletionDoes(key, ['web', 'db'], true).join(' ')
  expect(kept).toContain('declares it for web, db.')
  expect(kept).toContain('take it off them first')
  expect(kept).toContain('can be pushed again')
  const foreign = whatDeletionDoes({ ...key, keyId: null }, ['1', '2', '3', '4', '5'], false).join(' ')
  expect(foreign).toContain('1, 2, 3 and 2 more')
  expect(foreign).toContain('keep it: logins with it go on')
  expect(foreign).toContain('can not put it back')
})
