import { expect, it } from 'vitest'
import type { KeyPair } from '../../../contract/keys.js'
import { overIn } from './over-in.js'

const now = Date.parse('2026-07-31T12:00:00.000Z')
const key = (name: string, state: KeyPair['state'], stateSince: string | null) =>
  ({ name, state, stateSince }) as KeyPair

it('finds what has been in the bin for that long, and nothing that is only archived', () => {
  const keys = [
    key('used', 'active', null),
    key('archived', 'archived', '2025-01-01T00:00:00.000Z'),
    key('ten days ago', 'bin', '2026-07-21T11:59:59.000Z'),
    key('yesterday', 'bin', '2026-07-30T12:00:01.000Z'),
  ]
  expect(overIn(keys, 10, now).map(({ name }) => name)).toEqual(['ten days ago'])
  expect(overIn(keys, 11, now)).toEqual([])
  expect(overIn(keys, 1, now).map(({ name }) => name)).toEqual(['ten days ago'])
})
