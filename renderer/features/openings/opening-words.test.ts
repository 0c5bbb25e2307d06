import { expect, it } from 'vitest'
import type { Instance, SshAddress } from '../../../contract/instances.js'
import { linkWarnings, reachedElsewhere, severalWarnings, userWarnings, whyNotHere } from './opening-words.js'

it('warns of what was in the link, and of names that look like others', () => {
  expect(linkWarnings({ host: 'web.example', leftOut: [] })).toEqual([])
  expect(linkWarnings({ host: 'xn--pple-43d.com', leftOut: ['password', 'parameters'] })).toEqual([
    expect.stringContaining('a password in it, which was thrown away'),
    expect.stringContaining('The host key is checked as always'),
    expect.stringContaining('letters that may look like others'),
  ])
})

it('warns of another user than the instance’s own', () => {
  const instance = { name: 'web-1', user: 'ubuntu' }
  expect(userWarnings(instance, { user: null })).toEqual([])
  expect(userWarnings(instance, { user: 'ubuntu' })).toEqual([])
  expect(userWarnings(instance, { user: 'root' })).toEqual([
    'The link logs in as root; the login user of web-1 is ubuntu.',
  ])
})

it('has the user choose where several have the address', () => {
  expect(severalWarnings(1)).toEqual([])
  expect(severalWarnings(3)).toEqual([expect.stringContaining('3 of your instances and hosts')])
})

it('says where Latchkey connects to, if that is elsewhere', () => {
  const best: SshAddress = { host: '192.0.2.1', port: 22, via: 'public' }
  const instance: Pick<Instance, 'ssh'> = { ssh: [best, { host: '10.0.0.1', port: 22, via: 'private' }] }
  expect(reachedElsewhere(instance, best)).toBeUndefined()
  expect(reachedElsewhere(instance, { host: '10.0.0.1', port: 22 })).toBe(best)
  expect(reachedElsewhere({ ssh: [] }, best)).toBeUndefined()
})

it('says why an instance is not here', () => {
  const accounts = [{ id: 'a1', name: 'Production' }]
  expect(whyNotHere('a1/gone', accounts)).toContain('Production has no such instance')
  expect(whyNotHere('a2/x', accounts)).toContain('No account and no host of this Latchkey')
})
