import { describe, expect, it } from 'vitest'
import { instance } from '../../../test/helpers/fake-data.js'
import { keyRecord, keysOf } from '../../../test/helpers/key-records.js'
import { memoryProfileStore } from '../../../test/helpers/memory-profile.js'
import { createKeyUsage } from './usage.js'

const boundAt = '2026-01-01T00:00:00.000Z'
const declaring = (id: string, name: string, keyIds: (string | null)[]) => ({
  ...instance(0),
  id,
  name,
  declared: keyIds.map((keyId) => ({ cloudName: `key of ${name}`, keyId })),
})

function usageOf(id: string) {
  const profile = memoryProfileStore({
    keys: [keyRecord('k1'), keyRecord('k2', 'other', 1)],
    bindings: [
      { instanceId: 'a/1', keyId: 'k1', user: 'debian', boundAt, proofs: [] },
      { instanceId: 'a/2', keyId: 'k2', user: 'root', boundAt, proofs: [] },
      { instanceId: 'a/gone', keyId: 'k1', user: 'root', boundAt, proofs: [] },
    ],
  })
  const instances = [
    declaring('a/1', 'web-1', ['k1']),
    declaring('a/2', 'db-1', ['k2', 'k1']),
    declaring('a/3', 'ci-1', [null]),
  ]
  const usage = createKeyUsage({
    profile,
    keys: keysOf(profile),
    instances: { list: async () => ({ instances, ages: [] }) },
    sessions: { openCount: (keyId) => (keyId === 'k1' ? 2 : 0) },
  })
  return usage({ id }, {})
}

describe('where a key pair is used', () => {
  it('names the instances that Connect reaches with it, those that the cloud names it for, and open sessions', async () => {
    expect(await usageOf('k1')).toEqual({
      bindings: [
        { instanceId: 'a/1', instanceName: 'web-1', user: 'debian' },
        { instanceId: 'a/gone', instanceName: 'a/gone', user: 'root' },
      ],
      declared: [
        { instanceId: 'a/1', instanceName: 'web-1' },
        { instanceId: 'a/2', instanceName: 'db-1' },
      ],
      sessions: 2,
    })
  })

  it('is only told of a key pair that there is', async () => {
    await expect(usageOf('gone')).rejects.toMatchObject({ code: 'key-not-found' })
  })
})
