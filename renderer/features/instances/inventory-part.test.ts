import { expect, it } from 'vitest'
import type { Instance, Inventory } from '../../../contract/instances.js'
import { withPart } from './inventory-part.js'

const instance = (id: string) => ({ id, accountId: id.slice(0, 1) }) as Instance
const inventory = (ids: string[], accounts: string[], readAt: string | null = null): Inventory => ({
  instances: ids.map(instance),
  ages: accounts.map((accountId) => ({ accountId, readAt })),
})
const idsIn = ({ instances }: Inventory) => instances.map(({ id }) => id)
const now = '2026-01-01T00:00:00.000Z'

it('takes the place of what was there of the account', () => {
  const whole = inventory(['a/1', 'b/1', 'b/2', 'c/1'], ['a', 'b', 'c'])
  const next = withPart(whole, 'b', inventory(['b/2', 'b/3', 'b/4'], ['b'], now))
  expect(idsIn(next)).toEqual(['a/1', 'b/2', 'b/3', 'b/4', 'c/1'])
  expect(next.ages).toEqual([
    { accountId: 'a', readAt: null },
    { accountId: 'b', readAt: now },
    { accountId: 'c', readAt: null },
  ])
})

it('comes where its account stands among the others, whichever was read first', () => {
  const whole = inventory([], ['a', 'b', 'c'])
  const last = withPart(whole, 'c', inventory(['c/1', 'c/2'], ['c'], now))
  const first = withPart(last, 'a', inventory(['a/1'], ['a'], now))
  const all = withPart(first, 'b', inventory(['b/1'], ['b'], now))
  expect(idsIn(all)).toEqual(['a/1', 'b/1', 'c/1', 'c/2'])
})

it('comes at the end where nothing was known of its account, and leaves nothing of an account that is gone', () => {
  const whole = inventory(['a/1'], ['a'])
  const grown = withPart(whole, 'b', inventory(['b/1'], ['b'], now))
  expect([idsIn(grown), grown.ages.map(({ accountId }) => accountId)]).toEqual([
    ['a/1', 'b/1'],
    ['a', 'b'],
  ])
  expect(withPart(grown, 'b', inventory([], []))).toEqual(whole)
})
