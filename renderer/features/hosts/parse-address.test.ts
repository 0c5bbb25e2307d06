import { expect, it } from 'vitest'
import { parseAddress } from './parse-address.js'

it.each([
  ['web.example.com', { host: 'web.example.com' }],
  [' 192.0.2.1:2222 ', { host: '192.0.2.1', port: 2222 }],
  ['ada@web:22', { host: 'web', port: 22, user: 'ada' }],
  ['ada@corp@web', { host: 'web', user: 'ada@corp' }],
  ['2001:db8::1', { host: '2001:db8::1' }],
  ['[2001:db8::1]', { host: '2001:db8::1' }],
  ['root@[2001:db8::1]:2222', { host: '2001:db8::1', port: 2222, user: 'root' }],
  ['ssh://ada@web:2222/', { host: 'web', port: 2222, user: 'ada' }],
  ['ssh -p 2222 ada@web', { host: 'web', port: 2222, user: 'ada' }],
  ['ssh web -l ada -p2222', { host: 'web', port: 2222, user: 'ada' }],
  ['ssh', { host: 'ssh' }],
  ['', { host: '' }],
])('reads %j', (text, parts) => {
  expect(parseAddress(text)).toEqual(parts)
})

it('leaves what it does not understand to the check of the field', () => {
  expect(parseAddress('ssh -J bastion web')).toEqual({ host: 'ssh -J bastion web' })
  expect(parseAddress('web:http')).toEqual({ host: 'web:http' })
})
