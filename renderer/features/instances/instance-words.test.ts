import { describe, expect, it } from 'vitest'
import { addressParts, keyTrust, mainAction, sshText, usersOffered } from './instance-words.js'

const ssh = [{ host: '203.0.113.5', port: 22, via: 'public' as const }]

describe('the main button', () => {
  const web = { name: 'web-1', state: 'running', boundKeyId: 'k1', ssh } as const
  it('connects with the bound key', () => {
    expect(mainAction({ ...web, ssh })).toEqual({ kind: 'connect' })
  })
  it('binds where none is bound, also on a stopped instance', () => {
    expect(mainAction({ ...web, ssh, boundKeyId: null })).toEqual({ kind: 'bind' })
    expect(mainAction({ ...web, ssh, boundKeyId: null, state: 'stopped' })).toEqual({ kind: 'bind' })
  })
  it.each([
    [{ ...web, ssh, state: 'stopped' as const }, 'is stopped'],
    [{ ...web, ssh, state: 'gone' as const }, 'no longer exists'],
    [{ ...web, ssh: [] }, 'no address'],
  ])('says why it can do nothing', (instance, reason) => {
    expect(mainAction(instance)).toEqual({ kind: 'none', reason: expect.stringContaining(reason) })
  })
})

describe('the key of a row', () => {
  const nameOf = (id: string) => ({ k1: 'deploy', k2: 'old' })[id]
  const at = '2026-07-04T10:00:00.000Z'
  const declared = [{ cloudName: 'ops-2019', keyId: null }]

  it('is proven only by a login with that very key', () => {
    const old = [{ keyId: 'k2', user: 'root', at }]
    expect(keyTrust({ boundKeyId: 'k1', proven: old, declared: [] }, nameOf)).toMatchObject({
      grade: 'said',
      name: 'deploy',
    })
    expect(keyTrust({ boundKeyId: 'k2', proven: old, declared: [] }, nameOf)).toEqual({
      grade: 'proven',
      name: 'old',
      at,
      bound: true,
    })
  })
  it('is what the cloud says where nothing is bound', () => {
    expect(keyTrust({ boundKeyId: null, proven: [], declared }, nameOf)).toEqual({
      grade: 'declared',
      name: 'ops-2019',
      bound: false,
    })
    expect(keyTrust({ boundKeyId: null, proven: [], declared: [] }, nameOf)).toBeNull()
  })
  it('is named even when it was deleted from the vault', () => {
    expect(keyTrust({ boundKeyId: 'k9', proven: [], declared }, nameOf)?.name).toBe('a deleted key')
  })
})

it('writes addresses as ssh users do', () => {
  expect(sshText({ host: '203.0.113.5', port: 22 })).toBe('203.0.113.5')
  expect(sshText({ host: '203.0.113.5', port: 2222 })).toBe('203.0.113.5:2222')
  expect(sshText({ host: '2001:db8::1', port: 2222 })).toBe('[2001:db8::1]:2222')
})

it('offers every known login user until another is typed', () => {
  const known = ['debian', 'root', 'debian']
  expect(usersOffered(known, 'debian')).toEqual(['debian', 'root'])
  expect(usersOffered(known, '')).toEqual(['debian', 'root'])
  expect(usersOffered(known, 'ro')).toEqual(['root'])
  expect(usersOffered(known, 'admin')).toEqual([])
})

it('keeps the port of a row apart, so that it is never cut, and counts the other addresses', () => {
  const forwarded = { host: '2001:db8::1', port: 2222, via: 'port-forward' as const }
  const addresses = ['2001:db8::1', '10.0.0.4']
  expect(addressParts({ ssh: [forwarded], addresses })).toEqual({
    host: '[2001:db8::1]',
    port: ':2222',
    more: 1,
  })
  expect(addressParts({ ssh, addresses: ['203.0.113.5'] })).toEqual({
    host: '203.0.113.5',
    port: '',
    more: 0,
  })
  expect(addressParts({ ssh: [], addresses })).toEqual({ host: '2001:db8::1', port: '', more: 1 })
  expect(addressParts({ ssh: [], addresses: [] })).toBeNull()
})
