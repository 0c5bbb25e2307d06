import { describe, expect, it } from 'vitest'
import type { KeyPair } from '../../../../contract/keys.js'
import { indexKeys, searchKeys } from './key-search.js'

const base: KeyPair = {
  id: 'k1',
  name: 'deploy',
  description: 'For the web servers in Frankfurt',
  tags: ['prod', 'two words'],
  comment: 'ada@laptop',
  expiresOn: null,
  type: 'rsa',
  bits: 4096,
  fingerprint: 'SHA256:AbCdEfGh',
  fingerprintMd5: 'aa:bb:cc',
  publicKey: 'ssh-rsa AAAA ada@laptop',
  origin: 'imported',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: '2026-02-01T00:00:00.000Z',
  storedIn: 'keychain',
  state: 'active',
  stateSince: null,
  purgeAt: null,
}
const other: KeyPair = {
  ...base,
  id: 'k2',
  name: 'legacy',
  description: '',
  tags: [],
  comment: '',
  expiresOn: '2026-03-01',
  type: 'ed25519',
  bits: 256,
  fingerprint: 'SHA256:ZyXw',
  fingerprintMd5: 'dd:ee:ff',
  lastUsedAt: null,
  storedIn: null,
  state: 'archived',
}
const index = indexKeys([base, other])
const found = (filter: string) =>
  searchKeys(index, filter, Date.parse('2026-07-04T12:00:00Z')).map(({ id }) => id)

describe('searchKeys', () => {
  it.each(['DEPLOY', 'frankfurt web', 'laptop', 'sha256:abcd', 'MD5:aa:bb', 'aa:bb:cc', 'rsa 4096', 'prod'])(
    'finds by any word of name, notes, type and fingerprints: %s',
    (filter) => expect(found(filter)).toEqual(['k1']),
  )

  it.each([
    ['tag:prod', ['k1']],
    ['tag:"two words"', ['k1']],
    ['tag:deploy', []],
    ['type:rsa', ['k1']],
    ['type:rsa4096', ['k1']],
    ['type:ed', ['k2']],
    ['is:archived', ['k2']],
    ['is:public', ['k2']],
    ['is:expired', ['k2']],
    ['is:unused', ['k2']],
    ['is:active deploy', ['k1']],
  ])('looks at one thing only with %s', (filter, ids) => expect(found(filter)).toEqual(ids))

  it('hides nothing while a field is only begun', () => {
    for (const filter of ['', ' ', 'tag:', 'type:', 'is:']) expect(found(filter)).not.toEqual([])
    expect(found('is:')).toEqual(['k1', 'k2'])
  })

  it('takes a word with a colon that is no field as it stands', () => {
    expect(found('constructor:x')).toEqual([])
    expect(found('bb:cc')).toEqual(['k1'])
  })
})
