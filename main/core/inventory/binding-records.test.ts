import { describe, expect, it } from 'vitest'
import { keyRecord } from '../../../test/helpers/key-records.js'
import { plainAccount } from '../../../test/helpers/plain-account.js'
import { emptyProfile, type Profile } from '../profile.js'
import {
  withBinding,
  withOtherProof,
  withOutdated,
  withoutBinding,
  withoutLogin,
  withProof,
} from './binding-records.js'

const login = { instanceId: 'a/1', keyId: 'k1', user: 'debian', at: '2026-02-01T00:00:00.000Z' }
const profile: Profile = {
  ...emptyProfile('p'),
  accounts: [
    {
      ...plainAccount,
      id: 'a',
      phase: 'stored',
      kind: 'cloudstack',
      name: 'Lab',
      addedAt: login.at,
      values: {},
    },
  ],
  keys: [keyRecord('k1'), keyRecord('k2', 'other', 1)],
}

describe('a login that succeeded', () => {
  it('is kept with its binding, and the key pair was used then', () => {
    const after = withProof(withBinding(profile, login), login)
    expect(after.bindings).toMatchObject([{ instanceId: 'a/1', proofs: [{ keyId: 'k1', at: login.at }] }])
    expect(after.keys.map(({ lastUsedAt }) => lastUsedAt)).toEqual([login.at, null])
  })

  it('has its user remembered for this instance alone', () => {
    const other = { ...login, instanceId: 'a/2' }
    const bound = withBinding(withBinding(profile, login), other)
    const users = withProof(bound, { ...login, user: 'admin' }).bindings.map(({ instanceId, user }) => [
      instanceId,
      user,
    ])
    expect(Object.fromEntries(users)).toEqual({ 'a/1': 'admin', 'a/2': 'debian' })
  })

  it('is kept where no key is bound, the newest of each key and user, and goes into the binding that follows', () => {
    const earlier = withOtherProof(profile, { ...login, at: '2026-01-01T00:00:00.000Z' })
    const after = withOtherProof(withProof(earlier, login), { ...login, instanceId: 'a/2' })
    expect(after.bindings).toEqual([])
    expect(after.looseProofs).toEqual([{ ...login, instanceId: 'a/2' }, login])
    const bound = withBinding(after, { ...login, keyId: 'k2' })
    expect(bound.bindings).toMatchObject([{ keyId: 'k2', proofs: [{ keyId: 'k1', user: 'debian' }] }])
    expect(bound.looseProofs).toEqual([{ ...login, instanceId: 'a/2' }])
    expect(withoutLogin(after, login, login.at).looseProofs).toEqual([{ ...login, instanceId: 'a/2' }])
  })

  it('of an instance whose account is gone meanwhile is only a use of the key pair', () => {
    const after = withProof({ ...profile, accounts: [] }, login)
    expect([after.bindings, after.looseProofs]).toEqual([[], []])
    expect(after.keys[0]?.lastUsedAt).toBe(login.at)
  })

  it('is out of date once the cloud replaced the key, until the next login with it', () => {
    const two = withProof(withProof(withBinding(profile, login), login), { ...login, keyId: 'k2' })
    const reset = withOutdated(two, { instanceId: 'a/1', keyIds: ['k1'], at: '2026-05-01T00:00:00.000Z' })
    const marks = (of: Profile) =>
      Object.fromEntries(of.bindings[0]?.proofs.map(({ keyId, outdatedAt }) => [keyId, outdatedAt]) ?? [])
    expect(marks(reset)).toEqual({ k1: '2026-05-01T00:00:00.000Z', k2: undefined })
    const again = { ...login, at: '2026-05-02T00:00:00.000Z' }
    expect(marks(withProof(reset, again))).toEqual({ k1: undefined, k2: undefined })
  })

  it('of a key pair that is gone changes no other', () => {
    expect(withProof(profile, { ...login, keyId: 'gone' }).keys).toEqual(profile.keys)
  })
})

describe('a key that the cloud took away', () => {
  const later = '2026-03-01T00:00:00.000Z'
  const at = '2026-04-01T00:00:00.000Z'
  const spare = { ...login, keyId: 'k2', user: 'admin', at: later }
  const bound = withOtherProof(withProof(withBinding(profile, login), login), spare)

  it('loses its own proofs alone, and Connect goes on with the login that was proven last', () => {
    expect(withoutBinding(bound, login, at).bindings).toEqual([
      {
        instanceId: 'a/1',
        keyId: 'k2',
        user: 'admin',
        boundAt: at,
        proofs: [{ keyId: 'k2', user: 'admin', at: later }],
      },
    ])
  })

  it('leaves Connect with the key that it has, where that is another', () => {
    expect(withoutBinding(bound, spare, at).bindings).toMatchObject([
      { keyId: 'k1', boundAt: login.at, proofs: [{ keyId: 'k1' }] },
    ])
  })

  it('leaves no key bound where no other login was proven', () => {
    expect(withoutBinding(withProof(withBinding(profile, login), login), login, at).bindings).toEqual([])
  })

  it('is followed by a key pair that can log in, before a newer login with one in the bin', () => {
    const keys = [
      ...profile.keys.slice(0, 1),
      { ...keyRecord('k2', 'other', 1), binnedAt: at },
      keyRecord('k3', 'third', 2),
    ]
    const older = { ...spare, keyId: 'k3', at: login.at }
    const after = withoutBinding(withOtherProof({ ...bound, keys }, older), login, at)
    expect(after.bindings).toMatchObject([{ keyId: 'k3', proofs: [{ keyId: 'k3' }, { keyId: 'k2' }] }])
  })
})
