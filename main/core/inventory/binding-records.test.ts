import { describe, expect, it } from 'vitest'
import { keyRecord } from '../../../test/helpers/key-records.js'
import { emptyProfile } from '../profile.js'
import { withBinding, withProof } from './binding-records.js'

const login = { instanceId: 'a/1', keyId: 'k1', user: 'debian', at: '2026-02-01T00:00:00.000Z' }
const profile = { ...emptyProfile('p'), keys: [keyRecord('k1'), keyRecord('k2', 'other', 1)] }

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

  it('uses the key pair also where the binding is gone meanwhile', () => {
    const after = withProof(profile, login)
    expect(after.bindings).toEqual([])
    expect(after.keys[0]?.lastUsedAt).toBe(login.at)
  })

  it('of a key pair that is gone changes no other', () => {
    expect(withProof(profile, { ...login, keyId: 'gone' }).keys).toEqual(profile.keys)
  })
})
