import { describe, expect, it } from 'vitest'
import type { MapPart } from '../../../contract/map.js'
import { fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { largeMap } from '../../../test/helpers/large-map.js'
import { manyKeys } from '../../../test/helpers/many-keys.js'
import { byFingerprint, byKey, mapFacts, mapTables, READ_AT, seen } from '../../../test/helpers/map-facts.js'
import type { KeyRecord } from '../profile.js'
import { csvLine } from './csv.js'
import { accountDetails, instanceDetails, keyDetails } from './details.js'
import { inTurns } from './export-in-turns.js'
import { mapAsCsv, mapAsJson } from './export-map.js'

const [deploy, other, stranger] = manyKeys(3) as [KeyRecord, KeyRecord, KeyRecord]
const at = '2026-02-01T00:00:00.000Z'
const vm = (name: string, ...keyNames: string[]) => fakeInstance({ cloudId: `id-${name}`, name, keyNames })
const restricted = { blob: deploy.blob, type: '', comment: 'a', options: 'from="10.0.0.0/8",restrict' }
const { graph, marks } = mapTables(
  mapFacts({
    profile: {
      keys: [deploy, other],
      bindings: [
        {
          instanceId: 'a/id-web',
          keyId: 'k0',
          user: 'root',
          boundAt: at,
          proofs: [{ keyId: 'k0', user: 'root', at }],
        },
      ],
      wanted: [
        { id: 'w', keys: { kind: 'key', keyId: 'k1' }, accounts: { kind: 'some', accountIds: ['b'] } },
      ],
    },
    accounts: {
      a: { keys: [byKey(deploy)], instances: [vm('web', 'key 0'), vm('db')] },
      b: { keys: [byFingerprint(deploy, 'there'), byKey(stranger, 'key 1')], instances: [vm('api')] },
    },
    observations: [{ ...seen('a/id-web'), keys: [restricted] }, seen('b/id-api', stranger)],
  }),
)

const whole = (pieces: Iterable<{ text: string }>) => [...pieces].map(({ text }) => text).join('')

describe('details', () => {
  it('of a key say who holds it, matched how and since when, and each instance’s three grades', () => {
    expect(keyDetails(graph, marks, 'k0')).toEqual({
      holdings: [
        {
          keyId: 'k0',
          accountId: 'a',
          name: 'key 0',
          region: null,
          matchedBy: 'key',
          since: READ_AT,
          sameName: [],
        },
        {
          keyId: 'k0',
          accountId: 'b',
          name: 'there',
          region: null,
          matchedBy: 'fingerprint',
          since: READ_AT,
          sameName: [],
        },
      ],
      trusts: [
        {
          keyId: 'k0',
          instanceId: 'a/id-web',
          declared: ['key 0'],
          observed: [
            {
              user: 'root',
              path: '/root/.ssh/authorized_keys',
              at: READ_AT,
              comment: 'a',
              options: restricted.options,
            },
          ],
          proven: [{ user: 'root', at }],
        },
      ],
    })
    expect(keyDetails(graph, marks, 'no such key')).toEqual({ holdings: [], trusts: [] })
  })

  it('of an instance name the files that were read', () => {
    const { files, trusts } = instanceDetails(graph, 'b/id-api')
    expect(files).toEqual([{ user: 'root', path: '/root/.ssh/authorized_keys', at: READ_AT, keys: 1 }])
    expect(trusts).toMatchObject([{ keyId: expect.stringMatching(/^SHA256:/), declared: [], proven: [] }])
    expect(instanceDetails(graph, 'a/none')).toEqual({ files: [], trusts: [] })
  })

  it('of an account name who else has the name, and what belongs there', () => {
    const { holdings, missing } = accountDetails(graph, marks, 'b')
    expect(holdings.map(({ name, sameName }) => [name, sameName])).toEqual([
      ['key 1', [{ keyId: 'k1', accountId: null }]],
      ['there', []],
    ])
    expect(missing).toEqual(['k1'])
  })
})

describe('as CSV', () => {
  const lines = (part: MapPart) =>
    whole(mapAsCsv(graph, marks, part))
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(','))

  it('there is a line per key and account and per key and instance, the grades in columns of their own', () => {
    const all = whole(mapAsCsv(graph, marks, null))
    expect(all.split('\r\n')[0]).toContain(',declared,observed,observed_users,')
    const web = all.split('\r\n').find((line) => line.includes('id-web'))
    expect(web).toContain(
      `,instance,Account a,,,,,web,id-web,192.0.2.1,key 0,${READ_AT},root,/root/.ssh/authorized_keys,"from=""10.0.0.0/8"",restrict",${at},root`,
    )
    expect(lines(null).map((line) => [line[0], line[7], line[8]])).toEqual([
      ['key 0', 'account', 'Account a'],
      ['key 0', 'account', 'Account b'],
      ['key 0', 'instance', 'Account a'],
      ['key 1', 'missing on account', 'Account b'],
      ['key 1', 'account', 'Account b'],
      ['key 1', 'instance', 'Account b'],
    ])
  })

  it('every line has as many values as there are headers', () => {
    const columns = lines(null).map(
      (line) =>
        line
          .join(',')
          .replace(/"(?:[^"]|"")*"/g, '')
          .split(',').length,
    )
    expect(new Set(columns)).toEqual(new Set([23]))
  })

  it.each([
    ['instances', ['b/id-api'], [['key 1', 'instance']]],
    [
      'accounts',
      ['a'],
      [
        ['key 0', 'account'],
        ['key 0', 'instance'],
      ],
    ],
    ['keys', ['k1'], [['key 1', 'missing on account']]],
  ] as const)('there can be some %s only', (of, ids, expected) => {
    expect(lines({ of, ids: [...ids] }).map((line) => [line[0], line[7]])).toEqual(expected)
  })

  it.each(['=cmd', '\uff1dcmd', '+1', '-1', '@sum', ' =cmd', '\t=cmd', '\r=cmd', '=cmd,"x"'])(
    '%j is no formula',
    (value) => {
      const line = csvLine([value, 'b'])
      expect(line).toMatch(/^"?'/)
      expect(line.endsWith(',b\r\n')).toBe(true)
    },
  )

  it('quotes what needs it and leaves the rest', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 'Zoë 1=2', ''])).toBe(
      '"a,b","say ""hi""","two\nlines",Zoë 1=2,\r\n',
    )
  })
})

it('as JSON is the same, nested', () => {
  const { accounts, keys, exportedAt } = JSON.parse(
    whole(mapAsJson(graph, marks, { of: 'keys', ids: ['k0'] }, at)),
  )
  expect(exportedAt).toBe(at)
  expect(accounts).toHaveLength(2)
  expect(keys).toMatchObject([
    {
      ...{ name: 'key 0', vault: 'active', weak: [] },
      accounts: [{ account: 'Account a' }, { account: 'Account b', matchedBy: 'fingerprint' }],
      instances: [
        { name: 'web', declared: ['key 0'], observed: [{ user: 'root' }], proven: [{ user: 'root', at }] },
      ],
    },
  ])
})

it('as JSON is whole where there is nothing', () => {
  const { graph, marks } = mapTables(mapFacts({ profile: {}, accounts: {} }))
  expect(JSON.parse(whole(mapAsJson(graph, marks, null, at)))).toEqual({
    ...{ exportedAt: at, accounts: [], keys: [] },
  })
})

describe.each(['csv', 'json'] as const)('a fleet as %s', (format) => {
  const { profile, told, observations } = largeMap({ keys: 20, accounts: 3, instances: 1_000 })
  const large = mapTables({ profile, told, observations })
  const pieces = () =>
    format === 'csv'
      ? mapAsCsv(large.graph, large.marks, null)
      : mapAsJson(large.graph, large.marks, null, at)

  it('comes in turns: others have the event loop in between, and nothing is lost', async () => {
    let theirs = 0
    let isOver = false
    const count = () => {
      theirs++
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    const shares: number[] = []
    let text = ''
    let ms = 0
    for await (const piece of inTurns(pieces(), undefined, () => ms++)) {
      text += piece.text
      shares.push(piece.share)
    }
    isOver = true
    expect(text).toBe(whole(pieces()))
    expect(theirs).toBeGreaterThan(100)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.length).toBeGreaterThan(5)
    expect(shares.at(-1)).toBe(1)
  })

  it('ends when nobody wants it any more', async () => {
    const cancelled = new AbortController()
    let ms = 0
    let last = 0
    for await (const { share } of inTurns(pieces(), cancelled.signal, () => ms++)) {
      cancelled.abort()
      last = share
    }
    expect(last).toBeLessThan(1)
  })
})
