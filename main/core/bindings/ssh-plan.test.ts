import { describe, expect, it } from 'vitest'
import type { Instance } from '../../../contract/instances.js'
import { keyRecord } from '../../../test/helpers/key-records.js'
import { isLatchkeyError } from '../lib/error.js'
import { emptyProfile } from '../profile.js'
import { makeSshPlan, proposeLogin, requireReachable, type SshPlanOrder } from './ssh-plan.js'

const instance: Instance = {
  id: 'a/1',
  accountId: 'a',
  cloudId: '1',
  name: 'web-1',
  state: 'running',
  cloudState: 'ACTIVE',
  zone: 'nova',
  os: 'Debian 12',
  addresses: ['10.0.0.4'],
  ssh: [{ host: '10.0.0.4', port: 22, via: 'private' }],
  declared: [{ cloudName: 'third', keyId: 'k3' }],
  proven: [
    { keyId: 'k1', user: 'debian', at: '2026-01-01T00:00:00.000Z' },
    { keyId: 'k2', user: 'debian', at: '2026-02-01T00:00:00.000Z' },
  ],
  boundKeyId: 'k1',
  user: 'debian',
  userGuesses: [],
}
const profileOf = (...ids: string[]) => ({ ...emptyProfile('p'), keys: ids.map((id) => keyRecord(id)) })

describe('the way in that is proposed', () => {
  it('is the key that was proven last, then what is bound, then what the cloud declares', () => {
    expect(proposeLogin(instance, profileOf('k1', 'k2', 'k3'))).toEqual({ kind: 'key', keyId: 'k2' })
    expect(proposeLogin({ ...instance, proven: [] }, profileOf('k1', 'k3'))).toEqual({
      kind: 'key',
      keyId: 'k1',
    })
    expect(proposeLogin(instance, profileOf('k3'))).toEqual({ kind: 'key', keyId: 'k3' })
  })

  it('is for another user the key that was proven for it, else one that lets in somebody who becomes it', () => {
    const profile = profileOf('k1', 'k2', 'k3')
    const proven = [...instance.proven, { keyId: 'k1', user: 'app', at: '2025-01-01T00:00:00.000Z' }]
    expect(proposeLogin({ ...instance, proven }, profile, 'app')).toEqual({ kind: 'key', keyId: 'k1' })
    const becoming = { kind: 'key', keyId: 'k2', user: 'debian' }
    expect(proposeLogin(instance, profile, 'app')).toEqual(becoming)
    const onlyBound = { ...instance, proven: [] }
    expect(proposeLogin(onlyBound, profile, 'app')).toEqual({ ...becoming, keyId: 'k1' })
  })

  it('is a key whose proof is out of date only after the others', () => {
    const outdatedAt = '2026-03-01T00:00:00.000Z'
    const proven = instance.proven.map((proof) => (proof.keyId === 'k2' ? { ...proof, outdatedAt } : proof))
    expect(proposeLogin({ ...instance, proven }, profileOf('k1', 'k2'))).toEqual({ kind: 'key', keyId: 'k1' })
  })

  it('is a password where no key pair of the vault is known there', () => {
    expect(proposeLogin(instance, profileOf('k9'))).toEqual({ kind: 'password' })
    const binned = { ...keyRecord('k3'), binnedAt: '2026-02-01T00:00:00.000Z' }
    expect(proposeLogin(instance, { ...emptyProfile('p'), keys: [binned] })).toEqual({ kind: 'password' })
  })
})

describe('the plan', () => {
  const order: SshPlanOrder = {
    id: 'p1',
    key: keyRecord('k1'),
    loginKeyName: null,
    login: { kind: 'password', user: 'admin' },
    options: { from: ['203.0.113.0/24'], restrict: true, lastDay: '2027-01-31' },
    onExisting: 'ask',
    alsoUsers: [],
    user: 'deploy',
    ways: ['ssh'],
  }

  it('says who becomes whom, what limits the key, and what may go wrong', () => {
    const { consequences, warnings, stopsInstance } = makeSshPlan(order, instance)
    expect(stopsInstance).toBe(false)
    expect(consequences[0]).toBe('Latchkey logs in to web-1 as admin with the password.')
    expect(consequences.join('\n')).toMatch(
      /authorized_keys of deploy on web-1 \(admin logs in and becomes deploy\)/,
    )
    expect(consequences.join('\n')).toMatch(
      /only from 203\.0\.113\.0\/24\.\n.*forward nothing\.\n.*end of 2027-01-31, by the server's clock and in its time zone/,
    )
    expect(warnings.join('\n')).toMatch(/private addresses only[\s\S]*not kept[\s\S]*comes from this machine/)
  })

  it('says that lines are replaced where the user wants that', () => {
    expect(makeSshPlan({ ...order, onExisting: 'replace' }, instance).consequences.join()).toContain(
      'are replaced',
    )
  })

  it('is none for options that no line can have', () => {
    const plan = () => makeSshPlan({ ...order, options: { from: ['a"b'] } }, instance)
    expect(plan).toThrow('is no address')
  })
})

it.each([
  ['that is stopped', { state: 'stopped' }, 'ssh-unreachable'],
  ['without an address', { ssh: [] }, 'instance-no-address'],
] as const)('an instance %s is refused', (_what, parts, code) => {
  try {
    requireReachable({
      ...instance,
      ...parts,
      ssh: [...(('ssh' in parts ? parts.ssh : undefined) ?? instance.ssh)],
    })
    expect.unreachable()
  } catch (error) {
    expect(isLatchkeyError(error, code)).toBe(true)
  }
})
