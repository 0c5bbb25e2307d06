import { describe, expect, it } from 'vitest'
import type { KeyUsage } from '../../../../contract/keys.js'
import { binConsequences, deleteConsequences, isUsed } from './bin-consequences.js'

const unused: KeyUsage = { bindings: [], declared: [], sessions: 0 }
const binding = (name: string) => ({ instanceId: name, instanceName: name, user: 'root' })

describe('binConsequences', () => {
  it('names the instances that can no longer be reached', () => {
    const usage = { ...unused, bindings: [binding('web-1'), binding('web-2')] }
    expect(binConsequences(usage, 30)[0]).toContain('web-1, web-2')
  })

  it('counts what would make the sentence too long', () => {
    const usage = { ...unused, bindings: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(binding) }
    expect(binConsequences(usage, 30)[0]).toContain('a, b, c, d, e and 2 more')
  })

  it('names an instance that is bound and declared once', () => {
    const usage = { ...unused, bindings: [binding('web-1')], declared: [binding('web-1')] }
    expect(binConsequences(usage, 30).join(' ').match(/web-1/g)).toHaveLength(1)
  })

  it('says that open sessions live on, and how long it can be undone', () => {
    expect(binConsequences({ ...unused, sessions: 1 }, 7)).toEqual([
      '1 open session goes on until closed.',
      'It can be restored for 7 days. After that it is gone for good.',
    ])
  })
})

it('knows what is used nowhere', () => {
  expect(isUsed(unused)).toBe(false)
  expect(isUsed({ ...unused, sessions: 1 })).toBe(true)
})

it('says what deleting for good loses', () => {
  expect(deleteConsequences('deploy', true, 0)[0]).toContain('private key deploy is gone for good')
  expect(deleteConsequences('deploy', false, 3)[0]).toContain('public key deploy')
  expect(deleteConsequences('deploy', true, 3).join()).toContain(
    '3 copies of the profile in the settings may still hold it',
  )
  expect(deleteConsequences('deploy', true, 0).join()).not.toContain('copies')
})
