import { describe, expect, it } from 'vitest'
import { sortKey } from './sort-key.js'

const sorted = <T extends string | number>(values: T[]) =>
  [...values].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))

describe('what rows are sorted by', () => {
  it.each([
    [['web-10', 'web-2', 'web-1']],
    [['10.4.10.1', '10.4.9.200', '10.4.9.3']],
    [['node-100-2', 'node-20-11', 'node-20-3']],
    [['v1.10.0', 'v1.9.3', 'v1.9']],
  ])('has the numbers in texts by size: %j', (values) => {
    expect(sorted(values)).toEqual([...values].reverse())
  })

  it('takes no notice of case, and puts what is empty first', () => {
    expect(sorted(['beta', 'Alpha', '', 'gamma', 'Delta'])).toEqual(['', 'Alpha', 'beta', 'Delta', 'gamma'])
  })

  it('leaves numbers as they are', () => {
    expect(sorted([10, 9, 100, 0])).toEqual([0, 9, 10, 100])
  })
})
