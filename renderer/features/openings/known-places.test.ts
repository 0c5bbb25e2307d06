import { expect, it } from 'vitest'
import type { OwnHost } from '../../../contract/hosts.js'
import type { Instance, SshAddress } from '../../../contract/instances.js'
import type { InstanceRow } from '../instances/rows.js'
import { isAt, rowsAt } from './known-places.js'

const at = (host: string, port = 22): SshAddress => ({ host, port, via: 'public' })
const row = (id: string, ssh: SshAddress[], rest: Partial<Instance> = {}) =>
  ({ id, instance: { id, ssh, user: 'root', state: 'running', boundKeyId: null, ...rest } }) as InstanceRow
const link = (host: string, port = 22, user: string | null = null) => ({ host, port, user })
const ids = (...args: Parameters<typeof rowsAt>) => rowsAt(...args).map(({ id }) => id)

it.each([
  ['Web.Example.com.', 'web.example.com', true],
  ['2001:db8:0::1', '2001:DB8::1', true],
  ['fe80::1%eth0', 'fe80::1%eth1', false],
  ['10.0.0.5', '10.0.0.50', false],
])('takes %s and %s for the same: %s', (a, b, same) => {
  expect(isAt(at(a), at(b))).toBe(same)
  expect(isAt(at(a), at(b, 23))).toBe(false)
})

it('finds an instance by any address that SSH is tried on, with its port', () => {
  const rows = [row('a/1', [at('192.0.2.1'), at('10.0.0.1', 2222)]), row('a/2', [at('192.0.2.2')])]
  expect(ids(rows, [], link('10.0.0.1', 2222))).toEqual(['a/1'])
  expect(ids(rows, [], link('10.0.0.1'))).toEqual([])
})

it('has the likeliest first where several clouds use the same address', () => {
  const rows = [
    row('a/gone', [at('10.0.0.1')], { state: 'gone', boundKeyId: 'k', user: 'ada' }),
    row('a/plain', [at('10.0.0.1')]),
    row('b/bound', [at('10.0.0.1')], { boundKeyId: 'k' }),
    row('c/user', [at('10.0.0.1')], { user: 'ada' }),
  ]
  expect(ids(rows, [], link('10.0.0.1', 22, 'ada'))).toEqual(['c/user', 'b/bound', 'a/plain', 'a/gone'])
})

it('knows an own host also where nothing of it can be tried', () => {
  const host = { id: 'h', host: 'inner.example', port: 22 } as OwnHost
  expect(ids([row('hosts/h', [])], [host], link('inner.example'))).toEqual(['hosts/h'])
})
