import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { manyKeys } from '../../../test/helpers/many-keys.js'
import { byKey, mapFacts, READ_AT, seen } from '../../../test/helpers/map-facts.js'
import type { Observation } from '../inventory/observations.js'
import type { KeyRecord } from '../profile.js'
import { blastRadius } from './blast-radius.js'
import { computeMap } from './compute-map.js'

const keys = manyKeys(4) as [KeyRecord, KeyRecord, KeyRecord, KeyRecord]
const [deploy, ops] = keys
const BEFORE = '2026-02-01T00:00:00.000Z'
const AFTER = '2026-04-01T00:00:00.000Z'
const NOW = Date.parse(AFTER)

interface Vm {
  declared?: KeyRecord[]
  files?: Partial<Observation>[]
  observed?: KeyRecord[] | undefined
  proven?: [key: KeyRecord, at?: string, user?: string, outdatedAt?: string][]
}

const graphOf = (vms: Record<string, Vm>, records: KeyRecord[] = keys) =>
  computeMap(
    mapFacts({
      profile: {
        keys: records,
        bindings: Object.entries(vms).map(([name, { proven = [] }]) => ({
          ...{ instanceId: `a/${name}`, keyId: 'k0', user: 'root', boundAt: BEFORE },
          proofs: proven.map(([{ id }, at = AFTER, user = 'root', outdatedAt]) => ({
            ...{ keyId: id, user, at },
            ...(outdatedAt && { outdatedAt }),
          })),
        })),
      },
      accounts: {
        a: {
          keys: keys.map((key) => byKey(key)),
          instances: Object.entries(vms).map(([name, { declared = [] }]) =>
            fakeInstance({ cloudId: name, name, keyNames: declared.map((key) => key.name) }),
          ),
        },
      },
      observations: Object.entries(vms).flatMap(([name, { observed, files = [] }]) => [
        ...(observed === undefined ? [] : [seen(`a/${name}`, ...observed)]),
        ...files.map((file) => ({ ...seen(`a/${name}`), ...file })),
      ]),
    }),
  )

const left = (vm: Vm, going = ['k0'], records = keys as KeyRecord[]) =>
  blastRadius(graphOf({ vm }, records), new Set(going), NOW).get('k0')?.[0]?.left

describe('what is left of the ways in', () => {
  it('is proven where a login with another key succeeded', () => {
    expect(left({ observed: [deploy], proven: [[ops]] })).toBe('proven')
    expect(left({ declared: [deploy], proven: [[deploy], [ops, AFTER, 'ada']] })).toBe('proven')
  })

  it('is nothing where the key is the only one, in whatever grade it is known', () => {
    expect(left({ declared: [deploy] })).toBe('nothing')
    expect(left({ observed: [deploy] })).toBe('nothing')
    expect(left({ proven: [[deploy]] })).toBe('nothing')
  })

  it('is not proven by what clouds say, nor by what stands in a file', () => {
    expect(left({ proven: [[deploy]], declared: [ops], observed: [ops] })).toBe('not-proven')
  })

  it('is not proven by a login whose key was not in the file that was read since', () => {
    expect(left({ observed: [deploy], proven: [[ops, BEFORE]] })).toBe('not-proven')
    expect(left({ observed: [deploy, ops], proven: [[ops, BEFORE]] })).toBe('proven')
    expect(left({ proven: [[deploy], [ops, BEFORE, 'root', AFTER]] })).toBe('not-proven')
    const adasFile = { user: 'ada', path: '/home/ada/.ssh/authorized_keys' }
    expect(left({ observed: [deploy], files: [adasFile], proven: [[ops, BEFORE, 'ada']] })).toBe('not-proven')
    expect(left({ observed: [deploy], proven: [[ops, BEFORE, 'ada']] })).toBe('proven')
  })

  it.each([
    ['goes too', keys, ['k0', 'k1']],
    ['is in the bin', [deploy, { ...ops, binnedAt: READ_AT }], ['k0']],
    ['has no private half here', [deploy, { ...ops, hasPrivate: false }], ['k0']],
    ['is on its way out', [deploy, { ...ops, phase: 'deleting' as const }], ['k0']],
  ])('is nothing where the other key %s', (_why, records, going) => {
    expect(left({ proven: [[deploy], [ops]] }, going, records)).toBe('nothing')
  })

  it('is not a line whose time is over, nor a login from before that; another line of the same key counts', () => {
    const line = ({ blob }: KeyRecord, options: string) => ({ blob, type: '', comment: '', options })
    const over = 'expiry-time="20260301Z"'
    const until = (...options: string[]): Vm => ({
      ...{ files: [{ keys: [line(deploy, ''), ...options.map((text) => line(ops, text))] }] },
      proven: [[deploy], [ops, BEFORE]],
    })
    expect(left(until('pty'))).toBe('proven')
    expect(left(until(over))).toBe('nothing')
    expect(left(until(over, ''))).toBe('proven')
    expect(left(until('expiry-time="20270301Z"'))).toBe('proven')
    expect(left({ ...until(over), declared: [ops] })).toBe('not-proven')
  })

  it('is not asked where the key itself no longer opens the instance', () => {
    const keys = [{ blob: deploy.blob, type: '', comment: '', options: 'expiry-time="20260301Z"' }]
    expect(left({ files: [{ keys }], proven: [[deploy, BEFORE]] })).toBeUndefined()
    expect(left({ files: [{ keys }], proven: [[deploy, BEFORE, 'ada']] })).toBe('nothing')
    expect(left({ files: [{ keys }], declared: [deploy] })).toBe('nothing')
  })

  it('names the gravest first, and only instances that trust the key', () => {
    const graph = graphOf({
      safe: { proven: [[deploy], [ops]] },
      'web-10': { observed: [deploy] },
      'web-9': { declared: [deploy] },
      half: { proven: [[deploy]], observed: [ops] },
      other: { proven: [[ops]] },
    })
    const places = blastRadius(graph, new Set(['k0']), NOW).get('k0') ?? []
    expect(places.map(({ trust, left: way, unproven }) => [trust.instance.name, way, unproven])).toEqual([
      ['web-9', 'nothing', []],
      ['web-10', 'nothing', []],
      ['half', 'not-proven', ['key 1']],
      ['safe', 'proven', []],
    ])
  })
})

describe('whatever is known', () => {
  const some = fc.subarray(keys)
  const vm = fc.record({
    declared: some,
    observed: fc.option(some, { nil: undefined }),
    proven: fc.array(fc.tuple(fc.constantFrom(...keys), fc.constantFrom(BEFORE, AFTER)), { maxLength: 4 }),
  })
  const fleet = fc.dictionary(fc.constantFrom('web-1', 'web-2', 'db', 'ci'), vm)
  const going = fc.subarray(['k0', 'k1', 'k2'], { minLength: 1 })

  it('nothing counts as safe without a login of a key that stays and was not missed since', () => {
    fc.assert(
      fc.property(fleet, going, (vms, ids) => {
        for (const places of blastRadius(graphOf(vms), new Set(ids), NOW).values())
          for (const { trust, left: way } of places) {
            const { observed, proven = [] } = vms[trust.instance.name] ?? {}
            const opens = proven.some(
              ([key, at]) =>
                !ids.includes(key.id) && (at === AFTER || observed === undefined || observed.includes(key)),
            )
            expect(way === 'proven').toBe(opens)
          }
      }),
    )
  })

  it('the order of keys and instances makes no difference', () => {
    fc.assert(
      fc.property(fleet, going, (vms, ids) => {
        const told = (fleetOf: Record<string, Vm>, order: string[]) =>
          [...blastRadius(graphOf(fleetOf), new Set(order), NOW)]
            .map(([id, places]) => [id, places.map(({ trust, left: way }) => [trust.instance.name, way])])
            .sort()
        const reversed = Object.fromEntries(Object.entries(vms).reverse())
        expect(told(reversed, [...ids].reverse())).toEqual(told(vms, ids))
      }),
    )
  })

  it('more keys that go make nothing safer', () => {
    fc.assert(
      fc.property(fleet, going, (vms, ids) => {
        const safeWith = (set: string[]) =>
          (blastRadius(graphOf(vms), new Set(set), NOW).get(ids[0] ?? '') ?? [])
            .filter(({ left: way }) => way === 'proven')
            .map(({ trust }) => trust.instance.name)
        const alone = safeWith(ids.slice(0, 1))
        for (const name of safeWith(ids)) expect(alone).toContain(name)
      }),
    )
  })
})
