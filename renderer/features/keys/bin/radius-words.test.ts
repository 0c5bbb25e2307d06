import { describe, expect, it } from 'vitest'
import type { KeyRadius, RadiusPlace } from '../../../../contract/keys.js'
import {
  binConsequences,
  isAnywhere,
  keptInBin,
  leftWords,
  lostPlaces,
  namedInstances,
} from './radius-words.js'

const nowhere: KeyRadius = {
  keyId: 'k',
  name: 'deploy',
  logsIn: true,
  accounts: [],
  instances: [],
  sessions: 0,
}
const place = (instanceName: string, parts: Partial<RadiusPlace> = {}): RadiusPlace => ({
  ...{ instanceId: instanceName, instanceName, accountName: 'Lab', isDeclared: false, isObserved: false },
  ...{ provenAt: '2026-01-01T00:00:00.000Z', left: 'proven', unproven: [] },
  ...parts,
})
const lost = (name: string) => place(name, { left: 'nothing' })

describe('what is in the bin', () => {
  it('stays there while it is the only proven way in, and not for what no login has opened', () => {
    const declared = place('b', { left: 'nothing', provenAt: null })
    expect(keptInBin({ instances: [lost('a'), declared, place('c')] })).toContain('is proven to open a: it')
    expect(keptInBin({ instances: [declared, place('c')] })).toBeNull()
  })
})

describe('what goes into the bin', () => {
  it('begins with the instances that would be left without a proven way in', () => {
    const instances = [lost('a'), lost('b'), place('c')]
    expect(binConsequences({ ...nowhere, instances }, 30).slice(0, 2)).toEqual([
      '2 of 3 instances that trust it would be left without a proven way in: a and b.',
      'Latchkey can no longer connect to a, b and c with it.',
    ])
    expect(binConsequences({ ...nowhere, instances: [lost('a')] }, 30)[0]).toBe(
      'The one instance that trusts it would be left without a proven way in: a.',
    )
  })

  it('frightens nobody with a key that opens nothing itself', () => {
    const radius = { ...nowhere, logsIn: false, instances: [lost('a')] }
    expect(lostPlaces(radius)).toEqual([])
    expect(binConsequences(radius, 7)).toEqual([
      'Its public half stays on the instances: whoever has a copy of the private key goes on using it.',
      'It can be restored for 7 days. After that it is gone for good.',
    ])
  })

  it('does not say that what alone is proven to open an instance is gone after its days: it stays', () => {
    const declared = place('b', { left: 'nothing', provenAt: null })
    const last = (instances: RadiusPlace[]) => binConsequences({ ...nowhere, instances }, 30).at(-1)
    expect(last([lost('a'), declared])).toBe(
      'It can be restored for 30 days. After that it stays in the bin until another key pair is proven to open a, or you delete it for good there.',
    )
    expect(last([declared, place('c')])).toBe(
      'It can be restored for 30 days. After that it is gone for good.',
    )
  })

  it('says that open sessions live on, and where its public half stays', () => {
    const account = { accountId: 'a', accountName: 'Lab', name: 'deploy', region: null }
    const radius = { ...nowhere, sessions: 1, accounts: [account, { ...account, region: 'two' }] }
    expect(binConsequences(radius, 7)).toEqual([
      '1 open session goes on until closed.',
      'Its public half stays on Lab: whoever has a copy of the private key goes on using it.',
      'It can be restored for 7 days. After that it is gone for good.',
    ])
    expect([isAnywhere(radius), isAnywhere(nowhere)]).toEqual([true, false])
  })

  it('counts what would make the sentence too long', () => {
    expect(namedInstances(Array.from({ length: 800 }, (_, n) => place(`w${n}`)))).toBe(
      'w0, w1, w2, w3, w4 and 795 more',
    )
  })
})

it('says what opens an instance afterwards', () => {
  expect(leftWords({ left: 'not-proven', unproven: ['ops', 'ci', 'old'] })).toBe('ops and 2 more not proven')
  expect(leftWords(lost('a'))).toBe('no other key is known')
  expect(leftWords(place('a'))).toBe('another key opens it')
})
