import { expect, it } from 'vitest'
import type { Nameplate } from '../../../contract/nameplates.js'
import { hostName, hostsWords, hostWords, namedOnce } from './nameplate-words.js'

const plates = new Map<string, Nameplate>([
  ['a/db', { instanceId: 'a/db', name: 'Orders', colour: 'production' }],
  ['a/web', { instanceId: 'a/web', name: '', colour: 'production' }],
  ['a/test', { instanceId: 'a/test', name: 'Playground', colour: 'teal' }],
])
const host = (name: string) => ({ instanceId: `a/${name}`, instanceName: name })

it('calls a host by the name that the user gave it, and says in sentences which is production', () => {
  expect(['db', 'web', 'test', 'mail'].map((name) => hostName(host(name), plates))).toEqual([
    'Orders',
    'web',
    'Playground',
    'mail',
  ])
  expect(hostWords(host('db'), plates)).toBe('Orders (production)')
  expect(hostWords(host('test'), plates)).toBe('Playground')
})

it('names of several hosts those of production', () => {
  expect(hostsWords([host('web')], plates)).toBe('web (production)')
  expect(hostsWords([host('test'), host('mail')], plates)).toBe('2 terminals')
  expect(hostsWords([host('test'), host('web'), host('db'), host('db')], plates)).toBe(
    '4 terminals, among them web (production) and Orders (production) (2 times)',
  )
})

it('counts of several hosts, all of production, how often each is among them', () => {
  expect(hostsWords([host('web'), host('web')], plates)).toBe('2 terminals of web (production)')
  expect(hostsWords([host('web'), host('db')], plates)).toBe(
    '2 terminals: web (production) and Orders (production)',
  )
  expect(hostsWords([host('web'), host('db'), host('db')], plates)).toBe(
    '3 terminals: web (production) and Orders (production) (2 times)',
  )
})

it('names each of many hosts once, production first, and counts what is left', () => {
  expect(namedOnce([host('mail')], plates)).toBe('mail')
  expect(namedOnce([host('mail'), host('test'), host('mail'), host('db')], plates)).toBe(
    'Orders (production), mail (2 times) and Playground',
  )
  const many = Array.from({ length: 50 }, (_, n) => host(`host-${n}`))
  expect(namedOnce([...many, host('web')], plates)).toBe(
    'web (production), host-0, host-1, host-2, host-3, host-4, host-5, host-6 and 43 more',
  )
})
