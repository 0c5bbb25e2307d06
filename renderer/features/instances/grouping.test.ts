import { expect, it } from 'vitest'
import { inventory } from '../../../test/helpers/fake-data.js'
import { groupChoices, groupingOf } from './grouping.js'
import { createRows } from './rows.js'

const tags = [['env=prod', 'team=a'], ['env=test', 'old'], [], ['env=prod', 'env=live']]
const instances = inventory(4).instances.map((instance, n) => ({ ...instance, tags: tags[n] ?? [] }))
const rows = createRows()(instances, [{ id: 'a1', name: 'Lab', disabled: false }], [])
const groups = (by: string) => rows.map((row) => groupingOf(by)?.of(row))

it('groups by account, region, all tags, and the value of one tag', () => {
  expect(groups('account')).toEqual(['Lab', 'Lab', 'Lab', 'Lab'])
  expect(new Set(groups('region'))).toEqual(new Set(['fra-1']))
  expect(groups('tag')).toEqual(['env=prod, team=a', 'env=test, old', '', 'env=prod, env=live'])
  expect(groups('tag:env')).toEqual(['prod', 'test', '', 'prod, live'])
})

it('offers tags where there are any, the most common first', () => {
  const offered = groupChoices(rows).map(({ value }) => value)
  expect(offered).toEqual(['account', 'region', 'state', 'key', 'tag', 'tag:env', 'tag:team'])
  const untagged = instances.map(({ tags: _tags, ...rest }) => rest)
  const without = createRows()(untagged, [], [])
  expect(groupChoices(without).map(({ value }) => value)).toEqual(['account', 'region', 'state', 'key'])
})

it('is one function for one choice, and none for what this version does not know', () => {
  expect(groupingOf('tag:env')).toBe(groupingOf('tag:env'))
  expect(groupingOf('toString')).toBeUndefined()
  expect(groupingOf(null)).toBeUndefined()
})
