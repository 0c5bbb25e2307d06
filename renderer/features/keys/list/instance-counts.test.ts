import { expect, it } from 'vitest'
import { instanceCounts } from './instance-counts.js'

it('counts an instance once where a key is both bound and declared', () => {
  const counts = instanceCounts([
    { boundKeyId: 'k1', declared: [{ cloudName: 'deploy', keyId: 'k1' }] },
    { boundKeyId: null, declared: [{ cloudName: 'deploy', keyId: 'k1' }] },
    { boundKeyId: 'k2', declared: [{ cloudName: 'foreign', keyId: null }] },
  ])
  expect(Object.fromEntries(counts)).toEqual({ k1: 2, k2: 1 })
})
