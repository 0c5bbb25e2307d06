import { expect, it } from 'vitest'
import type { AccountCheck } from '../../../contract/accounts.js'
import { whatThereIs } from './check-words.js'

const check: AccountCheck = {
  user: 'ada',
  project: null,
  product: 'OpenStack',
  regions: [],
  keyCount: 2,
  instanceCount: 1,
  missing: [],
}

it.each([
  [check, '2 key pairs, 1 instance.'],
  [{ ...check, keyCount: null }, '1 instance.'],
  [{ ...check, keyCount: null, instanceCount: null }, ''],
])('counts what may be listed (%#)', (found, words) => {
  expect(whatThereIs(found)).toBe(words)
})
