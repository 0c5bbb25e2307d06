import { describe, expect, it } from 'vitest'
import { plainConnection } from '../../../contract/accounts.js'
import type { Instance } from '../../../contract/instances.js'
import { filterRows, makeRows } from './rows.js'

const instance = (name: string, part: Partial<Instance> = {}): Instance => ({
  id: `a1/${name}`,
  accountId: 'a1',
  cloudId: name,
  name,
  state: 'running',
  cloudState: 'Running',
  zone: 'fra-1',
  os: 'Debian 12',
  addresses: ['203.0.113.5'],
  ssh: [],
  declared: [],
  proven: [],
  boundKeyId: null,
  user: 'debian',
  userGuesses: [],
  ...part,
})
const account = {
  id: 'a1',
  kind: 'cloudstack',
  preset: null,
  name: 'Lab',
  values: {},
  connection: plainConnection,
  disabled: false,
  addedAt: '',
  lastContact: null,
} as const

describe('the filter', () => {
  const rows = makeRows(
    [
      instance('web-1'),
      instance('db-1', { state: 'stopped', declared: [{ cloudName: 'ops-2019', keyId: null }] }),
      instance('web-2', { addresses: ['2001:db8::7'] }),
    ],
    [account],
    [],
  )
  const found = (filter: string) => filterRows(rows, filter).map(({ instance }) => instance.name)

  it('finds by name, state, address, key and account, in any case', () => {
    expect(found('WEB')).toEqual(['web-1', 'web-2'])
    expect(found('stopped')).toEqual(['db-1'])
    expect(found('db8::7')).toEqual(['web-2'])
    expect(found('ops')).toEqual(['db-1'])
    expect(found('lab')).toHaveLength(3)
  })
  it('wants every word, in any order', () => {
    expect(found(' 113.5 web ')).toEqual(['web-1'])
    expect(found('web stopped')).toEqual([])
  })
  it('shows all without a word', () => {
    expect(found('  ')).toHaveLength(3)
  })
})
