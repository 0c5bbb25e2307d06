import { describe, expect, it } from 'vitest'
import { keyRecord } from '../../../test/helpers/key-records.js'
import { plainAccount } from '../../../test/helpers/plain-account.js'
import { emptyProfile, type KeyRecord, type Profile } from '../profile.js'
import { eventsBetween } from './profile-events.js'

const at = '2026-07-01T08:00:00.000Z'
const later = '2026-07-02T08:00:00.000Z'
const key = keyRecord('k1', 'deploy')
const named = { id: 'k1', name: 'deploy', fingerprint: expect.stringMatching(/^SHA256:/) }

const profile = (change: Partial<Profile> = {}): Profile => ({ ...emptyProfile('p'), ...change })
const withKey = (change: Partial<KeyRecord> = {}) => profile({ keys: [{ ...key, ...change }] })

describe('what a change of a key pair means', () => {
  it.each<[string, Partial<KeyRecord>, Partial<KeyRecord>, object[]]>([
    ['nothing', {}, {}, []],
    ['a description', {}, { description: 'for the build' }, []],
    ['made, once its secret is there', { phase: 'creating' }, { phase: 'stored' }, [{ event: 'key-made' }]],
    [
      'imported',
      { phase: 'creating', origin: 'imported' },
      { phase: 'stored', origin: 'imported' },
      [{ event: 'key-imported' }],
    ],
    [
      'its private half imported',
      { hasPrivate: false, phase: 'adding' },
      { hasPrivate: true },
      [{ event: 'key-imported', detail: 'the private half of what was a public key alone' }],
    ],
    ['renamed', { name: 'old' }, {}, [{ event: 'key-renamed', detail: 'before: old' }]],
    ['archived', {}, { archivedAt: at }, [{ event: 'key-archived' }]],
    ['moved to the bin', { archivedAt: at }, { archivedAt: at, binnedAt: at }, [{ event: 'key-binned' }]],
    ['restored', { binnedAt: at }, {}, [{ event: 'key-restored' }]],
    ['deleted', { binnedAt: at }, { binnedAt: at, phase: 'deleting' }, [{ event: 'key-deleted' }]],
    ['used where nothing is bound', {}, { lastUsedAt: at }, [{ event: 'key-used' }]],
  ])('%s', (_what, before, after, events) => {
    const expected = events.map((event) => ({ ...event, key: named }))
    expect(eventsBetween(withKey(before), withKey(after))).toEqual(expected)
  })

  it('is not said a second time when the record of a deleted one goes', () => {
    expect(eventsBetween(withKey({ phase: 'deleting' }), profile())).toEqual([])
  })

  it('tells a public key alone from a pair', () => {
    const imported = { ...key, origin: 'imported' as const, hasPrivate: false }
    expect(eventsBetween(profile(), profile({ keys: [imported] }))).toEqual([
      { event: 'key-imported', key: named, detail: 'the public half alone' },
    ])
  })
})

describe('what a change of a binding means', () => {
  const binding = { instanceId: 'a/1', keyId: 'k1', user: 'root', boundAt: at, proofs: [] }
  const proof = { keyId: 'k1', user: 'root', at: later }
  const where = { key: named, instanceId: 'a/1', detail: 'as root' }

  it('bound, and proven by a login', () => {
    const after = { ...withKey({ lastUsedAt: later }), bindings: [{ ...binding, proofs: [proof] }] }
    expect(eventsBetween(withKey(), after)).toEqual([
      { event: 'key-bound', ...where },
      { event: 'key-used', ...where },
    ])
  })

  it('used again, and said once', () => {
    const before = { ...withKey({ lastUsedAt: at }), bindings: [{ ...binding, proofs: [{ ...proof, at }] }] }
    const after = { ...withKey({ lastUsedAt: later }), bindings: [{ ...binding, proofs: [proof] }] }
    expect(eventsBetween(before, after)).toEqual([{ event: 'key-used', ...where }])
  })

  it('nothing where it only stays or goes', () => {
    const before = { ...withKey(), bindings: [binding] }
    expect(eventsBetween(before, before)).toEqual([])
    expect(eventsBetween(before, withKey())).toEqual([])
  })
})

it('knows vaults and accounts that come, and accounts that go', () => {
  const account = {
    id: 'a',
    phase: 'stored' as const,
    kind: 'cloudstack' as const,
    name: 'Frankfurt',
    ...plainAccount,
    values: {},
    addedAt: at,
  }
  const made = profile({ vault: { backend: 'keychain', createdAt: at } })
  expect(eventsBetween(profile(), made)).toEqual([{ event: 'vault-made' }])
  const named = { id: 'a', name: 'Frankfurt' }
  const withAccount = profile({ accounts: [account] })
  expect(eventsBetween(profile(), withAccount)).toEqual([{ event: 'account-added', account: named }])
  expect(eventsBetween(withAccount, profile())).toEqual([{ event: 'account-removed', account: named }])
})
