import { BlockList, isIPv6 } from 'node:net'
import { expect, it } from 'vitest'
import { isPrivateAddress, privateNets } from './private-address.js'

it.each([
  ['10.0.0.1', true],
  ['11.0.0.1', false],
  ['100.63.255.255', false],
  ['100.64.0.0', true],
  ['127.0.0.1', true],
  ['172.15.255.255', false],
  ['172.31.255.255', true],
  ['172.32.0.0', false],
  ['192.168.3.4', true],
  ['8.8.8.8', false],
  ['203.0.113.9', true],
  ['::1', true],
  ['::2', false],
  ['fd00:1::2', true],
  ['FE80::1', true],
  ['fec0::1', false],
  ['2001:db8::1', false],
  ['::ffff:10.1.2.3', true],
  ['::ffff:8.8.8.8', false],
] as const)('%s is private: %s', (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected)
})

it("says the same as Node's own list, for addresses of all over the place", () => {
  const list = new BlockList()
  for (const [net, prefix] of privateNets) list.addSubnet(net, prefix, 'ipv4')
  list.addSubnet('fc00::', 7, 'ipv6')
  list.addSubnet('fe80::', 10, 'ipv6')
  list.addAddress('::1', 'ipv6')
  const v4 = Array.from({ length: 4096 }, (_, n) =>
    [n >> 4, (n * 37) % 256, (n * 101) % 256, n % 256].join('.'),
  )
  const v6 = Array.from({ length: 256 }, (_, n) => `${(n * 257).toString(16)}::${n.toString(16)}`)
  for (const address of [...v4, ...v6])
    expect(isPrivateAddress(address), address).toBe(list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
})
