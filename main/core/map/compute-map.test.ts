import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../../contract/settings.js'
import { fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { manyKeys } from '../../../test/helpers/many-keys.js'
import { byFingerprint, byKey, mapFacts, mapTables, READ_AT, seen } from '../../../test/helpers/map-facts.js'
import { mpint, string } from '../keys/ssh-wire.js'
import type { BindingRecord, KeyRecord } from '../profile.js'
import { computeMap } from './compute-map.js'
import { instanceDetails } from './details.js'

const [deploy, old, stranger] = manyKeys(3).map((record, n) => ({
  ...record,
  name: ['deploy', 'old', 'stranger'][n] ?? '',
})) as [KeyRecord, KeyRecord, KeyRecord]
const keys = [deploy, old]
const at = '2026-02-01T00:00:00.000Z'
const vm = (name: string, ...keyNames: string[]) => fakeInstance({ cloudId: name, name, keyNames })
const proof = (instanceId: string, ...keyIds: string[]): BindingRecord => {
  const proofs = keyIds.map((keyId) => ({ keyId, user: 'root', at }))
  return { instanceId, keyId: keyIds[0] ?? '', user: 'root', boundAt: at, proofs }
}

describe('the three grades', () => {
  const map = mapTables(
    mapFacts({
      profile: { keys, bindings: [proof('a/proven', 'k0')] },
      accounts: {
        a: { keys: [byKey(deploy)], instances: [vm('declared', 'deploy'), vm('seen'), vm('proven')] },
      },
      observations: [seen('a/seen', deploy)],
    }),
  )

  it('stay apart, on the key and on each instance', () => {
    expect(map.key('deploy')).toMatchObject({ declared: 1, observed: 1, proven: 1, provenAt: at })
    const trusts = (name: string) => {
      const { declared, observed, proven } = map.instance(name)
      return [declared, observed, proven].map(map.names)
    }
    expect(trusts('declared')).toEqual([['deploy'], [], []])
    expect(trusts('seen')).toEqual([[], ['deploy'], []])
    expect(trusts('proven')).toEqual([[], [], ['deploy']])
  })

  it('say what one grade lacks that another has', () => {
    expect(map.instance('declared').marks).toEqual(['not-proven', 'never-read'])
    expect(map.instance('seen').marks).toEqual(['not-proven', 'not-declared'])
    expect(map.instance('proven').marks).toEqual(['never-read'])
    expect(map.instance('seen').readAt).toBe(READ_AT)
  })

  it('count no login from before the cloud replaced the key, and tell of it; nor need a key be bound', () => {
    const bindings = [proof('a/reset', 'k0', 'k1')].map((one) => ({
      ...one,
      proofs: one.proofs.map((login) => (login.keyId === 'k1' ? { ...login, outdatedAt: READ_AT } : login)),
    }))
    const looseProofs = [{ instanceId: 'a/loose', keyId: 'k1', user: 'ada', at }]
    const facts = mapFacts({
      profile: { keys, bindings, looseProofs },
      accounts: { a: { keys: [], instances: [vm('reset'), vm('loose')] } },
    })
    const tables = mapTables(facts)
    expect(tables.key('old')).toMatchObject({ proven: 1, provenAt: at })
    expect(tables.names(tables.instance('reset').proven)).toEqual(['deploy'])
    expect(tables.names(tables.instance('loose').proven)).toEqual(['old'])
    const { trusts } = instanceDetails(computeMap(facts), 'a/reset')
    expect(trusts.map(({ proven }) => proven)).toEqual([
      [{ user: 'root', at }],
      [{ user: 'root', at, outdatedAt: READ_AT }],
    ])
  })

  it('miss a proven key in the file of its user that was read since, and in no other', () => {
    const later = '2026-03-01T00:00:00.000Z'
    const names = ['since', 'before', 'other-user', 'there'] as const
    const facts = mapFacts({
      profile: { keys, bindings: names.map((name) => proof(`a/${name}`, 'k0')) },
      accounts: { a: { keys: [byKey(deploy)], instances: names.map((name) => vm(name)) } },
      observations: [
        { ...seen('a/since', old), at: later },
        { ...seen('a/before', old), at: '2026-01-31T00:00:00.000Z' },
        { ...seen('a/other-user', old), at: later, user: 'deploy' },
        { ...seen('a/there', deploy), at: later },
      ],
    })
    const { instance } = mapTables(facts)
    expect(names.filter((name) => instance(name).marks.includes('not-observed'))).toEqual(['since'])
  })

  it('miss a declared key only where a file was read', () => {
    const facts = mapFacts({
      profile: { keys },
      accounts: { a: { keys: [byKey(deploy)], instances: [vm('read', 'deploy'), vm('unread', 'deploy')] } },
      observations: [seen('a/read')],
    })
    const { instance } = mapTables(facts)
    expect(instance('read').marks).toContain('not-observed')
    expect(instance('unread').marks).not.toContain('not-observed')
  })
})

describe('a key', () => {
  it('is one, however an account lists it', () => {
    const facts = mapFacts({
      profile: { keys },
      accounts: { a: { keys: [byKey(deploy, 'one')] }, b: { keys: [byFingerprint(deploy, 'two')] } },
    })
    const { key, tables } = mapTables(facts)
    expect(key('deploy')).toMatchObject({ accounts: [0, 1], otherNames: ['one', 'two'] })
    expect(tables.keys).toHaveLength(2)
  })

  it('of nobody is one too, by fingerprint here and by line there', () => {
    const facts = mapFacts({
      accounts: { a: { keys: [byFingerprint(stranger, 'ops')], instances: [vm('web', 'ops')] } },
      observations: [seen('a/web', stranger)],
    })
    const { key, tables } = mapTables(facts)
    expect(tables.keys).toHaveLength(1)
    expect(key('ops')).toMatchObject({ keyId: null, type: 'ed25519', declared: 1, observed: 1 })
    expect(key('ops').fingerprint).toMatch(/^SHA256:/)
    expect(key('ops').marks).toEqual(['unknown', 'not-proven'])
  })

  it('that an account only names is a key of its own, and of no other account', () => {
    const facts = mapFacts({
      accounts: {
        a: { instances: [vm('web', 'gone'), vm('db', 'gone')] },
        b: { keys: [{ name: 'gone' }] },
      },
    })
    expect(mapTables(facts).tables.keys).toMatchObject([
      { name: 'gone', declared: 0, accounts: [1], fingerprintMd5: null },
      { name: 'gone', declared: 2, accounts: [], type: '' },
    ])
  })

  it('is meant by its name in the region of the instance', () => {
    const inRegion = (region: string, record: KeyRecord) => ({ ...byKey(record, 'key'), region })
    const facts = mapFacts({
      profile: { keys },
      accounts: {
        a: {
          keys: [inRegion('east', deploy), inRegion('west', old)],
          instances: [{ ...vm('web', 'key'), region: 'west' }],
        },
      },
    })
    const { instance, names } = mapTables(facts)
    expect(names(instance('web').declared)).toEqual(['old'])
  })

  it('is named once though a cloud and two users name it', () => {
    const facts = mapFacts({
      profile: { keys },
      accounts: { a: { keys: [byKey(deploy)], instances: [vm('web', 'deploy')] } },
      observations: [seen('a/web', deploy), { ...seen('a/web', deploy), user: 'ada', path: '/home/ada' }],
    })
    expect(mapTables(facts).key('deploy')).toMatchObject({ declared: 1, observed: 1 })
  })

  it('that is archived or in the bin is told of where it is still trusted', () => {
    const binned = { ...deploy, binnedAt: at }
    const over = { ...old, expiresOn: '2026-02-28' }
    const map = mapTables(
      mapFacts({
        profile: { keys: [binned, over, { ...stranger, archivedAt: at }] },
        accounts: { a: { instances: [vm('web'), vm('db')] } },
        observations: [seen('a/web', binned), seen('a/db', over)],
      }),
    )
    expect(map.marked('retired')).toEqual(['deploy', 'old'])
    expect(map.instance('web').marks).toContain('retired')
    expect(map.key('deploy').state).toBe('bin')
  })

  it('has no control characters in names that come from elsewhere', () => {
    const facts = mapFacts({
      accounts: { a: { instances: [vm('w\u202eeb')] } },
      observations: [{ ...seen('a/w\u202eeb', stranger), keys: [line(stranger.blob, 'a\u001b[2J')] }],
    })
    const { tables } = mapTables(facts)
    expect(tables.keys[0]?.name).toBe('a\\u{1b}[2J')
    expect(tables.instances[0]?.name).toBe('w\\u{202e}eb')
  })
})

const line = (blob: string, comment: string) => ({ blob, type: '', comment, options: '' })

describe('weak keys', () => {
  const number = (bits: number) =>
    mpint(Buffer.from([1 << ((bits - 1) % 8), ...Buffer.alloc((bits - 1) >> 3, 7)]))
  const rsa = (bits: number) => Buffer.concat([string('ssh-rsa'), mpint(Buffer.of(1, 0, 1)), number(bits)])
  const dsa = Buffer.concat([string('ssh-dss'), number(1024), mpint(Buffer.of(7))])
  const cloudKeys = [
    { name: 'dsa', blob: dsa.toString('base64') },
    { name: 'rsa-1024', blob: rsa(1024).toString('base64') },
    { name: 'rsa-2047', blob: rsa(2047).toString('base64') },
    { name: 'rsa-2048', blob: rsa(2048).toString('base64') },
    { name: 'broken', blob: 'AAAAB3NzaC1yc2E=' },
  ]

  it('are DSA and short RSA, in the vault or not', () => {
    const mine: KeyRecord = { ...deploy, type: 'rsa', bits: 1024 }
    const map = mapTables(mapFacts({ profile: { keys: [mine] }, accounts: { a: { keys: cloudKeys } } }))
    expect(map.marked('weak')).toEqual(['deploy', 'dsa', 'rsa-1024', 'rsa-2047'])
    expect(map.key('dsa')).toMatchObject({ type: 'dsa', bits: 1024, weak: ['dsa'] })
    expect(map.key('rsa-2048')).toMatchObject({ type: 'rsa', bits: 2048, weak: [] })
    expect(map.key('broken')).toMatchObject({ type: 'rsa', bits: null, weak: [] })
    expect(map.account('Account a')).toMatchObject({ weak: 3, unknown: 5, keys: 5 })
  })

  it('are old ones where the user sets an age: by when they were made here, else by when they were first seen', () => {
    const firstSeen = '2026-01-05T00:00:00.000Z'
    const facts = (keyAgeDays: number | null) =>
      mapFacts({
        profile: { keys, settings: { ...defaultSettings, keyAgeDays } },
        accounts: {
          a: {
            keys: [
              { ...byKey(stranger, 'theirs'), firstSeen },
              { name: 'new', blob: 'AAAA' },
            ],
          },
        },
      })
    expect(mapTables(facts(null)).marked('weak')).toEqual([])
    expect(mapTables(facts(57)).marked('weak')).toEqual(['deploy', 'old'])
    expect(mapTables(facts(50)).marked('weak')).toEqual(['deploy', 'old', 'theirs'])
  })
})

describe('an account', () => {
  it('tells unknown, missing, namesakes and several names apart', () => {
    const wanted = [{ id: 'w', keys: { kind: 'all' as const }, accounts: { kind: 'all' as const } }]
    const map = mapTables(
      mapFacts({
        profile: { keys, wanted },
        accounts: {
          a: { keys: [byKey(deploy), byKey(deploy, 'again'), byKey(stranger, 'old')] },
          never: null,
        },
      }),
    )
    expect(map.account('Account a')).toMatchObject({
      ...{ keys: 2, unknown: 1, missing: 1, sameName: 1, severalNames: 1, weak: 0, readAt: READ_AT },
      marks: ['unknown', 'missing', 'same-name', 'several-names'],
    })
    expect(map.account('Account never')).toMatchObject({ keys: 0, missing: 0, readAt: null, marks: [] })
    expect(map.key('old').marks).toEqual(['missing'])
    expect(map.marked('several-names')).toEqual(['deploy'])
  })

  it('finds another key of the same name in another account too, and the vault’s bin has no say', () => {
    const map = mapTables(
      mapFacts({
        profile: { keys: [{ ...old, binnedAt: at }] },
        accounts: {
          a: { keys: [byKey(deploy, 'main')] },
          b: { keys: [byKey(stranger, 'main')] },
          c: { keys: [byKey(stranger, 'old')] },
        },
      }),
    )
    expect(map.tables.accounts.map(({ sameName }) => sameName)).toEqual([1, 1, 0])
  })
})

describe('an instance that no cloud lists', () => {
  const observations = [
    seen('a/gone', deploy),
    seen('never/vm', deploy),
    seen('bastion', deploy),
    seen('x/vm', deploy),
  ]

  it('is left out where its account was read, or is not there, and shown where nothing else is known', () => {
    const facts = mapFacts({
      profile: { keys, bindings: [proof('never/other', 'k0'), proof('a/gone', 'k0')] },
      accounts: { a: {}, never: null },
      observations,
    })
    const { tables, key } = mapTables(facts)
    expect(tables.instances).toMatchObject([
      { id: 'never/vm', name: 'vm', accountId: 'never', state: 'unknown' },
      { id: 'bastion', name: 'bastion', accountId: null },
      { id: 'never/other', proven: [0] },
    ])
    expect(key('deploy')).toMatchObject({ observed: 2, proven: 1 })
  })

  it('is not made up for a login with a key pair that was deleted for good', () => {
    const facts = mapFacts({
      profile: { keys, bindings: [proof('a/web', 'deleted')] },
      accounts: { a: { instances: [vm('web')] } },
    })
    expect(mapTables(facts).instance('web')).toMatchObject({ proven: [], provenAt: null })
  })
})
