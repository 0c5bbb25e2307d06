import { describe, expect, it } from 'vitest'
import { type Account, plainConnection } from '../../../contract/accounts.js'
import type { Instance } from '../../../contract/instances.js'
import { filterRows } from './query.js'
import { createRows } from './rows.js'

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
  const rows = createRows()(
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

describe('rows', () => {
  it('are the same ones while their instances and the names are', () => {
    const rowsOf = createRows()
    const [web, db] = [instance('web-1'), instance('db-1')]
    const before = rowsOf([web, db], [account], [])
    const read = rowsOf([web, instance('db-1')], [account], [])
    expect(read[0]).toBe(before[0])
    expect(read[1]).not.toBe(before[1])
    expect(rowsOf([web, db], [account], [])).toEqual(before)
    const answered: Account[] = [{ ...account, lastContact: { at: '2026-08-01T00:00:00.000Z', ok: true } }]
    expect(rowsOf([web, db], answered, [])).toBe(rowsOf([web, db], [account], []))
  })

  it('follow an account that is renamed or disabled, and a key that is renamed', () => {
    const rowsOf = createRows()
    const web = instance('web-1', { boundKeyId: 'k', declared: [{ cloudName: 'x', keyId: 'k' }] })
    const found = (accounts: [typeof account], keys: { id: string; name: string }[], filter: string) =>
      filterRows(rowsOf([web], accounts, keys), filter).length
    expect(found([account], [{ id: 'k', name: 'ops' }], 'lab ops')).toBe(1)
    expect(found([account], [{ id: 'k', name: 'deploy' }], 'lab deploy')).toBe(1)
    expect(found([{ ...account, name: 'Office' as 'Lab' }], [], 'office')).toBe(1)
    expect(found([{ ...account, disabled: true as false }], [], 'account disabled')).toBe(1)
  })
})
