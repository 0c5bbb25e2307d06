import { describe, expect, it } from 'vitest'
import type { AccountKeyRadius } from '../../../../contract/accounts.js'
import { imagesSentence, whatDeletionDoes, whatDeletionsDo } from './deletion-words.js'

const plain: AccountKeyRadius = {
  accountId: 'a',
  accountName: 'Guangzhou',
  key: { name: 'deploy', region: null, cloudKeyId: null },
  keyId: 'k',
  meaning: ['It stays on instances.'],
  instances: [],
  sessions: 0,
  kept: null,
  problem: null,
}
const on = (...names: string[]): AccountKeyRadius => ({
  ...plain,
  kept: {
    instances: names.map((instanceName) => ({ instanceId: instanceName, instanceName })),
    images: [],
    problem: null,
  },
})

describe('what deleting a key from an account means', () => {
  it('is that instances keep it, in a cloud that deletes what is in use', () => {
    expect(whatDeletionDoes({ ...plain, sessions: 2 }, false)).toEqual([
      'It stays on instances.',
      '2 sessions with it are open, and go on.',
      'The key pair stays in the vault, and can be pushed again.',
    ])
  })

  it('begins with what keeps it, as long as it is not unbound first', () => {
    const kept = 'Guangzhou keeps it as long as web and db have it.'
    expect(whatDeletionDoes(on('web', 'db'), false)[0]).toBe(kept)
    expect(whatDeletionDoes({ ...on('web', 'db'), sessions: 1 }, true)).toEqual([
      'It stays on instances.',
      '1 session with it is open: they end where an instance is stopped for it.',
      'The key pair stays in the vault, and can be pushed again.',
    ])
  })

  it('is said once for several, with how many stay and can not be put back', () => {
    expect(whatDeletionsDo([plain, on('web'), { ...plain, keyId: null }], false)).toEqual([
      '1 stays, because instances have it.',
      'It stays on instances.',
      '1 is not in this vault: Latchkey can not put it back.',
    ])
  })

  it("says of several that are unbound where they are each other's only way in", () => {
    const placed = (left: 'proven' | 'nothing', ...names: string[]): AccountKeyRadius => ({
      ...on(...names),
      instances: names.map((instanceName) => ({
        ...{ instanceId: instanceName, instanceName, accountName: 'Guangzhou', isDeclared: true },
        ...{ isObserved: false, provenAt: null, left, unproven: [] },
      })),
    })
    const both = [placed('nothing', 'web', 'db'), placed('nothing', 'web')]
    const said =
      'Several of these are on web, and no key that stays is proven to open it: the last one there is asked about again.'
    expect(whatDeletionsDo(both, true)[0]).toBe(said)
    expect(whatDeletionsDo(both, false)).not.toContain(said)
    expect(whatDeletionsDo([placed('proven', 'web'), placed('proven', 'web')], true)).not.toContain(said)
    expect(whatDeletionsDo([placed('nothing', 'web'), placed('nothing', 'db')], true)[0]).toBe(
      'It stays on instances.',
    )
  })
})

describe('custom images', () => {
  it('are named with what to do, where one may have it', () => {
    const image = { id: 'img-1', name: 'golden', region: 'ap-guangzhou' }
    const problem = { code: 'cloud-forbidden' as const, message: 'No right.', retryable: false }
    expect(imagesSentence(plain)).toBeNull()
    expect(imagesSentence(on())).toBeNull()
    expect(imagesSentence({ kept: { instances: [], images: [image], problem: null } })).toMatch(
      /^Custom images that may have it: golden \(img-1, ap-guangzhou\)\. Which custom images have a key the cloud does not say/,
    )
    expect(imagesSentence({ kept: { instances: [], images: [], problem } })).toBe(
      'Whether a custom image has it is not known. No right.',
    )
  })
})
