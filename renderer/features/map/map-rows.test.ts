import { describe, expect, it } from 'vitest'
import type { KeyMap, MapInstance, MapKey } from '../../../contract/map.js'
import { makeRows } from './map-rows.js'
import { keyNotes, keyTitle, mapKeyType } from './map-words.js'
import { createNarrowing } from './narrow-rows.js'
import { instancePicture, keyPicture } from './picture-layout.js'

const key = (name: string, parts: Partial<MapKey> = {}): MapKey => ({
  ...{ id: name, keyId: name, name, otherNames: [], type: 'ed25519', bits: 256, state: 'active' },
  ...{ fingerprint: `SHA256:${name}`, fingerprintMd5: 'aa:bb', accounts: [], missing: [] },
  ...{ declared: 0, observed: 0, proven: 0, provenAt: null, weak: [], marks: [] },
  ...parts,
})
const instance = (name: string, parts: Partial<MapInstance> = {}): MapInstance => ({
  ...{ id: name, accountId: 'a', name, state: 'running', address: '192.0.2.1', readAt: null },
  ...{ declared: [], observed: [], proven: [], provenAt: null, marks: [] },
  ...parts,
})
const account = (id: string) => ({
  ...{
    id,
    name: `Account ${id}`,
    kind: 'cloudstack' as const,
    disabled: false,
    readAt: null,
    keys: 0,
    instances: 0,
  },
  ...{ unknown: 0, missing: 0, sameName: 0, severalNames: 0, weak: 0, marks: [] },
})
const tables = (instances: MapInstance[], keys = [key('deploy', { accounts: [0] }), key('old')]): KeyMap => {
  return { keys, instances, accounts: [account('a'), account('b')] }
}

describe('the filter', () => {
  const rows = makeRows(
    tables(
      [instance('web', { declared: [0], marks: ['not-proven'] }), instance('db', { proven: [1] })],
      [key('deploy', { otherNames: ['ada@desk'], accounts: [1] }), key('old')],
    ),
  )
  const found = (filter: string, mark: 'all' | 'not-proven' = 'all', ids: Set<string> | null = null) =>
    createNarrowing(rows.instances)({ filter, mark, ids }).map(({ id }) => id)

  it('finds instances by what trusts it is about: a key’s name, other names and fingerprint', () => {
    expect(found('DEPLOY')).toEqual(['web'])
    expect(found('ada@')).toEqual(['web'])
    expect(found('sha256:old')).toEqual(['db'])
    expect(found('deploy db')).toEqual([])
    expect(found('192.0 account')).toEqual(['web', 'db'])
  })

  it('finds keys by the accounts that hold them', () => {
    const all = { mark: 'all' as const, ids: null }
    const found = createNarrowing(rows.keys)({ ...all, filter: 'account b' })
    expect(found.map(({ id }) => id)).toEqual(['deploy'])
  })

  it('lets through what has the mark, and what was chosen elsewhere', () => {
    expect(found('', 'not-proven')).toEqual(['web'])
    expect(found('', 'all', new Set(['db']))).toEqual(['db'])
    expect(found('', 'not-proven', new Set(['db']))).toEqual([])
  })
})

describe('the picture of a key', () => {
  const picture = (instances: MapInstance[], keys?: MapKey[]) => {
    const rows = makeRows(tables(instances, keys))
    const [first] = rows.keys
    if (first === undefined) throw new Error('There is no key.')
    return keyPicture(rows, first)
  }

  it('has a row per instance with its grades, the proven first, beside the account', () => {
    const { rows, accounts, instances, keys } = picture([
      instance('declared', { declared: [0] }),
      instance('both', { observed: [0], proven: [0, 1] }),
      instance('none', { declared: [1] }),
    ])
    expect(instances.map(({ label, from }) => [label, from])).toEqual([
      ['both', 0],
      ['declared', 1],
    ])
    expect(rows.map(({ grades }) => grades)).toEqual([
      { declared: false, observed: true, proven: true },
      { declared: true, observed: false, proven: false },
    ])
    expect(accounts).toMatchObject([{ label: 'Account a', note: 'holds it', from: 0, rows: 2 }])
    expect(keys).toMatchObject([{ label: 'deploy', from: 0, rows: 2 }])
  })

  it('shows accounts that hold it or lack it, also without an instance, and instances of no account', () => {
    const wanted = [key('deploy', { accounts: [0], missing: [1] })]
    const { rows, accounts, instances } = picture(
      [instance('bastion', { accountId: null, observed: [0] })],
      wanted,
    )
    expect(accounts.map(({ note }) => note)).toEqual(['holds it', 'belongs there, not there'])
    expect(instances).toMatchObject([{ label: 'bastion', from: 2 }])
    expect(rows.map(({ account: where }) => where)).toEqual([{ held: true }, { held: false }, null])
  })

  it('puts hundreds of instances into groups that are alike', () => {
    const many = Array.from({ length: 300 }, (_, n) =>
      instance(`vm-${n}`, {
        accountId: n < 200 ? 'a' : 'b',
        declared: [0],
        proven: n % 100 === 0 ? [0] : [],
      }),
    )
    const { rows, instances } = picture(many)
    expect(instances.map(({ label }) => label)).toEqual([
      '2 instances',
      '198 instances',
      'vm-200',
      '99 instances',
    ])
    expect(rows.map(({ ids }) => ids.length)).toEqual([2, 198, 1, 99])
    expect(instances[0]?.target).toBeNull()
  })

  it('of a key that is nowhere is the key alone', () => {
    expect(picture([], [key('lonely')])).toMatchObject({ rows: [], accounts: [], keys: [{ rows: 1 }] })
  })
})

it('the picture of an instance lets keys that the account has no word on pass it by', () => {
  const rows = makeRows(tables([instance('web', { declared: [0], observed: [0, 1] })]))
  const [web] = rows.instances
  if (web === undefined) throw new Error('There is no instance.')
  const { keys, accounts, instances, rows: lines } = instancePicture(rows, web)
  expect(keys.map(({ label }) => label)).toEqual(['deploy', 'old'])
  expect(accounts).toMatchObject([{ from: 0, rows: 1 }])
  expect(lines.map(({ account: where }) => where)).toEqual([{ held: true }, null])
  expect(instances).toMatchObject([{ label: 'web', rows: 2 }])
})

describe('words', () => {
  it('name a key without a name by what is known of it', () => {
    expect(keyTitle({ name: '', fingerprint: 'SHA256:abcdefghij', fingerprintMd5: null })).toBe('…cdefghij')
    expect(keyTitle({ name: '', fingerprint: null, fingerprintMd5: null })).toBe('a key without a name')
  })

  it.each([
    ['rsa', 1024, 'RSA 1024'],
    ['dsa', null, 'DSA'],
    ['ecdsa', 521, 'ECDSA P-521'],
    ['ed25519-sk', 256, 'Ed25519 (hardware)'],
    ['ssh-xmss@openssh.com', null, 'ssh-xmss@openssh.com'],
    ['', null, 'not known'],
  ])('call %s %s %s', (type, bits, words) => {
    expect(mapKeyType({ type, bits })).toBe(words)
  })

  it('say why a key is worth a look', () => {
    const marks = ['unknown', 'weak', 'retired', 'missing'] as const
    expect(
      keyNotes(key('k', { marks: [...marks], weak: ['dsa', 'old'], state: 'bin', missing: [1] })),
    ).toEqual(['not in this vault', 'DSA, old', 'in the bin, still there', 'missing on 1 account'])
  })
})
