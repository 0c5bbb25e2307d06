import { expect, it } from 'vitest'
import type { Forward, ForwardOptions } from '../../../contract/forwards.js'
import { checkForm, formOf } from './forward-form.js'
import { addressOf, cutWords, exposure, promise, routeText, stateWords, webAddress } from './forward-words.js'

const common = { name: '', withSession: false, keepUp: false }
const here = (port: number, host = '127.0.0.1') => ({ host, port })
const local: ForwardOptions = { kind: 'local', listen: here(5432), to: here(5432), ...common }
const told = (options: ForwardOptions, port: number | null = null) => ({
  options,
  port,
  instanceName: 'db-1',
})

it('says what leads where, as one says it to another admin', () => {
  expect(routeText(told(local))).toBe('localhost:5432 → db-1 → 127.0.0.1:5432')
  expect(routeText(told({ ...local, listen: here(0) }))).toBe(
    'a free port of localhost → db-1 → 127.0.0.1:5432',
  )
  expect(routeText(told({ ...local, listen: here(0) }, 40_001))).toBe(
    'localhost:40001 → db-1 → 127.0.0.1:5432',
  )
  expect(routeText(told({ kind: 'remote', listen: here(8080), to: here(3000, '::1'), ...common }))).toBe(
    'db-1 (localhost:8080) → this computer → [::1]:3000',
  )
  expect(routeText(told({ kind: 'dynamic', listen: here(1080, '0.0.0.0'), ...common }))).toBe(
    'SOCKS on 0.0.0.0:1080 → db-1 → anywhere',
  )
  expect(promise(told(local))).toBe(
    'What connects to localhost:5432 on this computer reaches 127.0.0.1:5432 as db-1 sees it.',
  )
})

it('gives programs an address that they can use', () => {
  expect(addressOf(told(local))).toBe('localhost:5432')
  expect(addressOf(told({ ...local, listen: here(0) }))).toBeNull()
  expect(addressOf(told({ kind: 'dynamic', listen: here(1080, '0.0.0.0'), ...common }))).toBe(
    'socks5h://localhost:1080',
  )
  for (const [host, address] of [
    ['localhost', 'localhost:5432'],
    ['127.0.1.1', '127.0.1.1:5432'], // of which localhost knows nothing
    ['::1', '[::1]:5432'],
    ['::', 'localhost:5432'],
  ] as const)
    expect(addressOf(told({ ...local, listen: here(5432, host) }))).toBe(address)
  const up = { ...told({ ...local, to: here(443) }, 8443), state: 'up' } as Forward
  expect(webAddress(up)).toBe('https://localhost:8443/')
  expect(webAddress({ ...up, state: 'stopped' })).toBeNull()
  const plain = (host: string) =>
    webAddress({ ...up, options: { ...local, listen: here(80, host), to: here(80) } })
  expect(plain('127.0.0.1')).toBe('http://localhost:8443/')
  expect(plain('192.0.2.7')).toBeNull() // not encrypted, and on a network
})

it('warns of what others can reach, and only then', () => {
  for (const host of ['127.0.0.1', '127.0.1.1', '::1', 'localhost'])
    expect(exposure({ ...local, listen: here(1, host) }, 'db-1')).toBeNull()
  expect(exposure({ ...local, listen: here(1, '0.0.0.0') }, 'db-1')).toContain('Every computer')
  expect(exposure({ kind: 'remote', listen: here(1, '0.0.0.0'), to: here(2), ...common }, 'db-1')).toContain(
    'GatewayPorts',
  )
})

it('takes what was typed, and says of each field what is wrong', () => {
  expect(checkForm(formOf(local)).options).toEqual(local)
  const wrong = { ...formOf(local), listenPort: '70000', toHost: 'two words', toPort: '' }
  expect(Object.keys(checkForm(wrong).problems).sort()).toEqual(['listenPort', 'toHost', 'toPort'])
  expect(checkForm({ ...formOf(local), listenPort: '' }).options).toMatchObject({ listen: { port: 0 } })
})

it('says what saving one that runs cuts', () => {
  const open = (count: number) => cutWords({ connections: { open: count, total: 9, refused: 0 } })
  expect(open(0)).toBe('It is stopped and started anew.')
  expect(open(1)).toMatch(/ 1 open connection is cut\.$/)
  expect(open(3)).toMatch(/ 3 open connections are cut\.$/)
})

it('says when one that was lost comes back', () => {
  const lost = { state: 'waiting', problem: { message: 'The vault is locked.' }, retryAt: null } as Forward
  expect(stateWords(lost)).toMatchObject({
    word: 'Lost',
    more: 'Connects again when the vault is open. The vault is locked.',
  })
})
