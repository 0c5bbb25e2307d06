import { expect, it } from 'vitest'
import type { Instance } from '../../../contract/instances.js'
import { whatIsForgotten } from './forgotten.js'

const instance = (parts: Partial<Instance>): Instance => ({
  id: 'a/1',
  accountId: 'a',
  cloudId: '1',
  name: 'web',
  state: 'running',
  cloudState: 'Running',
  zone: '',
  os: '',
  addresses: [],
  ssh: [],
  declared: [],
  proven: [],
  boundKeyId: null,
  user: 'root',
  userGuesses: [],
  ...parts,
})
const deploy = { cloudName: 'deploy', keyId: null }
const proof = { keyId: 'k', user: 'root', at: '2026-01-01T00:00:00.000Z' }

it('says nothing of an account without instances', () => {
  expect(whatIsForgotten([])).toEqual([])
})

it('counts instances, bindings, proofs and declared keys, each key once', () => {
  const sentences = whatIsForgotten([
    instance({ boundKeyId: 'k', proven: [proof], declared: [deploy] }),
    instance({ declared: [deploy, { cloudName: 'ops', keyId: null }] }),
  ])
  expect(sentences).toEqual([
    'Its 2 instances no longer show in Latchkey.',
    'Latchkey forgets which key opens 1 instance: Connect asks for a binding again.',
    'It forgets that logins on 1 instance have succeeded.',
    'It forgets the 2 keys that the cloud declares for its instances.',
  ])
})
