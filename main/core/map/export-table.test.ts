import { describe, expect, it } from 'vitest'
import type { MapExport } from '../../../contract/map.js'
import { fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { manyKeys } from '../../../test/helpers/many-keys.js'
import { byKey, mapFacts, mapTables, READ_AT, seen } from '../../../test/helpers/map-facts.js'
import type { KeyRecord } from '../profile.js'
import { tableAsCsv, tableAsJson } from './export-table.js'
import { tablesOf } from './tables.js'

type Table = Extract<MapExport, { shape: 'table' }>

const [deploy, other, stranger] = manyKeys(3) as [KeyRecord, KeyRecord, KeyRecord]
const at = '2026-02-01T00:00:00.000Z'
const vm = (name: string, ...keyNames: string[]) => fakeInstance({ cloudId: `id-${name}`, name, keyNames })
const { graph, marks } = mapTables(
  mapFacts({
    profile: {
      keys: [deploy, other],
      bindings: [
        {
          ...{ instanceId: 'a/id-web', keyId: 'k0', user: 'root', boundAt: at },
          proofs: [{ keyId: 'k0', user: 'root', at }],
        },
      ],
      wanted: [
        { id: 'w', keys: { kind: 'key', keyId: 'k1' }, accounts: { kind: 'some', accountIds: ['b'] } },
      ],
    },
    accounts: {
      a: { keys: [byKey(deploy)], instances: [vm('web', 'key 0'), vm('=cmd()')] },
      b: {
        keys: [byKey(deploy, 'there'), byKey(deploy, 'also, "there"'), byKey(stranger, 'key 1')],
        instances: [vm('api')],
      },
    },
    observations: [seen('a/id-web', deploy, stranger), seen('b/id-api', stranger)],
  }),
)

const whole = (pieces: Iterable<{ text: string }>) => [...pieces].map(({ text }) => text).join('')
const table = (part: Partial<Table>): Table => ({
  shape: 'table',
  of: 'keys',
  ids: null,
  mark: null,
  ...part,
})
const json = (part: Partial<Table>) => JSON.parse(whole(tableAsJson(graph, marks, table(part), at)))
const csv = (part: Partial<Table>) =>
  whole(tableAsCsv(graph, marks, table(part)))
    .split('\r\n')
    .slice(0, -1)

describe('the table of keys in a file', () => {
  it('has one row per key, with its accounts and how many instances trust it in each grade', () => {
    const { exportedAt, keys } = json({ of: 'keys' })
    expect(exportedAt).toBe(at)
    expect(keys).toMatchObject([
      {
        ...{ key: 'key 0', vault: 'active', accounts: ['Account a', 'Account b'], missing_on: [] },
        ...{ declared: 1, observed: 1, proven: 1, last_login: at },
        worth_a_look: ['several-names'],
      },
      { key: 'key 1', accounts: [], missing_on: ['Account b'], declared: 0, last_login: null },
      { key: 'key 1', vault: 'unknown', sha256: expect.stringMatching(/^SHA256:/), observed: 2, proven: 0 },
    ])
  })

  it('has the rows that are shown, in their order, and none that is gone from the map', () => {
    expect(
      json({ of: 'keys', ids: ['k1', 'gone', 'k0'] }).keys.map((row: { key: string }) => row.key),
    ).toEqual(['key 1', 'key 0'])
  })
})

describe('the table of instances in a file', () => {
  it('has one row per instance, the keys of each grade in a column of their own', () => {
    expect(json({ of: 'instances', ids: ['a/id-web'] }).instances).toMatchObject([
      {
        ...{ instance: 'web', instance_id: 'id-web', account: 'Account a', address: '192.0.2.1' },
        ...{ declared: ['key 0'], observed: ['key 0', 'key 1'], observed_at: READ_AT },
        ...{ proven: ['key 0'], last_login: at, worth_a_look: ['unknown', 'not-declared'] },
      },
    ])
  })

  it('as CSV has lists with semicolons, and no formula', () => {
    const [head, web, cmd] = csv({ of: 'instances' })
    expect(head).toBe(
      'instance,instance_id,account,region,address,state,declared,observed,observed_at,proven,last_login,worth_a_look',
    )
    expect(web).toContain(`,key 0,key 0; key 1,${READ_AT},key 0,${at},unknown; not-declared`)
    expect(cmd).toMatch(/^'=cmd\(\),/)
  })
})

describe('what is to be looked at in accounts, in a file', () => {
  const rows = (part: Partial<Table>): { [name: string]: unknown }[] =>
    json({ of: 'accounts', ...part }).findings
  const findings = (part: Partial<Table>) =>
    rows(part).map(({ account, finding, key, held_as: heldAs, same_name_in: others }) => {
      return [account, finding, key, heldAs, others]
    })

  it('has one row per key and reason', () => {
    expect(findings({})).toEqual([
      ['Account b', 'missing', 'key 1', null, []],
      ['Account b', 'several-names', 'key 0', 'there', []],
      ['Account b', 'several-names', 'key 0', 'also, "there"', []],
      ['Account b', 'unknown', 'key 1', 'key 1', []],
      ['Account b', 'same-name', 'key 1', 'key 1', ['the vault']],
    ])
  })

  it('can be of one reason or of some accounts alone', () => {
    expect(findings({ mark: 'same-name' })).toHaveLength(1)
    expect(findings({ ids: ['a'] })).toEqual([])
  })

  it('agrees with the counts of the table', () => {
    const { accounts } = tablesOf(graph, marks)
    const found = (mark: Table['mark']) =>
      new Set(rows({ ids: ['b'], mark }).map(({ sha256 }) => sha256)).size
    const { unknown, missing, sameName, severalNames, weak } = accounts[1] ?? {}
    expect([
      found('unknown'),
      found('missing'),
      found('same-name'),
      found('several-names'),
      found('weak'),
    ]).toEqual([unknown, missing, sameName, severalNames, weak])
    expect([unknown, missing, sameName, severalNames]).toEqual([1, 1, 1, 1])
  })

  it('as CSV quotes what needs it', () => {
    const lines = csv({ of: 'accounts', mark: 'several-names' })
    expect(lines).toHaveLength(3)
    expect(lines[2]).toMatch(/^Account b,several-names,key 0,"also, ""there""",,key,/)
  })
})

it.each(['keys', 'instances', 'accounts'] as const)('no row of %s is a whole file all the same', (of) => {
  expect(csv({ of, ids: [] })).toHaveLength(1)
  expect(Object.values(json({ of, ids: [] }))).toEqual([at, []])
})
