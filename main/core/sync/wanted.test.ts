import { describe, expect, it } from 'vitest'
import type { WantedRule } from '../../../contract/sync.js'
import { keyRecord } from '../../../test/helpers/key-records.js'
import { keysLab } from '../../../test/helpers/keys-lab.js'
import { isSameRule, wantedOn, withoutAccount, withoutKey } from './wanted.js'

const allAccounts = { kind: 'all' as const }
const onA = { kind: 'some' as const, accountIds: ['a'] }
const onAB = { kind: 'some' as const, accountIds: ['a', 'b'] }

const rule = (id: string, keys: WantedRule['keys'], accounts: WantedRule['accounts']): WantedRule => ({
  id,
  keys,
  accounts,
})
const ofKey = (keyId: string) => ({ kind: 'key' as const, keyId })
const ofTag = (tag: string) => ({ kind: 'tag' as const, tag })

const tagged = { ...keyRecord('k2'), tags: ['prod'] }

describe('a rule', () => {
  it('is for one key pair, for whoever has the tag now, or for all', () => {
    const keys = [keyRecord('k1'), tagged, keyRecord('k3')]
    const on = (keys_: WantedRule['keys'], accounts: WantedRule['accounts'], accountId: string) => [
      ...wantedOn({ keys, wanted: [rule('r', keys_, accounts)] }, accountId),
    ]
    expect(on(ofKey('k1'), onA, 'a')).toEqual(['k1'])
    expect(on(ofKey('k1'), onA, 'b')).toEqual([])
    expect(on(ofTag('prod'), allAccounts, 'b')).toEqual(['k2'])
    expect(on({ kind: 'all' }, onAB, 'b')).toEqual(['k1', 'k2', 'k3'])
    expect(on({ kind: 'all' }, onAB, 'c')).toEqual([])
  })

  it('never wants a key pair that is archived, in the bin, or not there for sure', () => {
    const at = '2026-01-01T00:00:00.000Z'
    const keys = [
      { ...keyRecord('archived'), archivedAt: at },
      { ...keyRecord('binned'), binnedAt: at },
      { ...keyRecord('coming'), phase: 'creating' as const },
      { ...keyRecord('going'), phase: 'deleting' as const },
      { ...keyRecord('completing'), phase: 'adding' as const },
    ]
    const wanted = [rule('r', { kind: 'all' }, allAccounts), rule('s', ofKey('binned'), onA)]
    expect([...wantedOn({ keys, wanted }, 'a')]).toEqual(['completing'])
  })

  it('says the same as another one in whatever order', () => {
    const reversed = { kind: 'some' as const, accountIds: ['b', 'a', 'b'] }
    expect(isSameRule(rule('1', ofTag('x'), onAB), rule('2', ofTag('x'), reversed))).toBe(true)
    expect(isSameRule(rule('1', ofTag('x'), onAB), rule('2', ofKey('x'), onAB))).toBe(false)
    expect(isSameRule(rule('1', ofTag('x'), onA), rule('2', ofTag('x'), allAccounts))).toBe(false)
  })
})

it('goes with the last thing that it names', () => {
  const wanted = [rule('1', ofKey('k1'), onAB), rule('2', ofTag('prod'), onA), rule('3', ofKey('k2'), onA)]
  expect(withoutKey(wanted, 'k1').map(({ id }) => id)).toEqual(['2', '3'])
  expect(withoutAccount(wanted, 'a')).toEqual([rule('1', ofKey('k1'), { kind: 'some', accountIds: ['b'] })])
})

it('stays while its key pair is in the bin, and goes when that is deleted for good', async () => {
  const { keys, profile } = keysLab()
  const { id } = await keys.generate({ name: 'web', spec: { type: 'ed25519' } }, {})
  await profile.update((now) => ({ ...now, wanted: [rule('1', ofKey(id), allAccounts)] }))
  await keys.setState({ id, state: 'bin' }, {})
  expect(profile.read().wanted).toHaveLength(1)
  await keys.delete({ id, name: 'web' }, {})
  expect(profile.read().wanted).toEqual([])
})
