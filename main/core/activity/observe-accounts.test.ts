import { expect, it } from 'vitest'
import { createFakeCloud, fakeAdapter } from '../../../test/helpers/fake-cloud.js'
import { fakeVault } from '../../../test/helpers/fake-vault.js'
import { keyRecord, keysOf } from '../../../test/helpers/key-records.js'
import { memoryProfileStore, testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { createAccounts } from '../inventory/accounts.js'
import { LatchkeyError } from '../lib/error.js'
import { noteAccounts, noteProfile } from './observe.js'
import type { Happening } from './record.js'

const here = { endpoint: 'https://here.example', secretKey: 'old-secret' }
const there = { endpoint: 'https://there.example', secretKey: 'new-secret' }

/** An account "Work", and what is noted from then on. */
async function setUp() {
  const noted: Happening[] = []
  const note = (happening: Happening) => void noted.push(happening)
  const profile = noteProfile(memoryProfileStore(), note)
  const cloud = createFakeCloud()
  const ports = { profile, clock: testClock(), log: testLog() }
  const keys = keysOf(profile)
  const plain = createAccounts({ ports, vault: fakeVault(), keys, adapters: [fakeAdapter(() => cloud)] })
  const accounts = noteAccounts(plain, keys, note)
  const { id } = await accounts.add({ kind: 'cloudstack', name: 'Work', values: here }, {})
  const added = noted.splice(0)
  return { accounts, id, cloud, noted, added }
}

it('notes an account that comes and goes', async () => {
  const { accounts, id, noted, added } = await setUp()
  expect(added).toEqual([{ event: 'account-added', account: { id, name: 'Work' } }])
  await accounts.remove({ id }, {})
  expect(noted).toEqual([{ event: 'account-removed', account: { id, name: 'Work' } }])
})

it('notes a key pair that the cloud made, and under which name it is there', async () => {
  const { accounts: plain, id, noted } = await setUp()
  const key = keyRecord('k1')
  const makes = { ...plain, createKey: async () => ({ keyId: 'k1', cloudName: 'deploy_1' }) }
  const accounts = noteAccounts(makes, { record: () => key }, (happening) => void noted.push(happening))
  await accounts.createKey({ id, name: 'deploy 1' }, {})
  expect(noted).toMatchObject([
    { event: 'account-key-made', key: { id: 'k1' }, account: { id, name: 'Work' }, detail: 'as deploy_1' },
  ])
})

it('notes under which name an account was known before', async () => {
  const { accounts, id, noted } = await setUp()
  await accounts.edit({ id, name: 'Frankfurt' }, {})
  expect(noted).toEqual([
    { event: 'account-changed', account: { id, name: 'Frankfurt' }, detail: 'before: Work' },
  ])
})

it('notes another form, and what is trusted with it, without a value of it', async () => {
  const { accounts, id, noted } = await setUp()
  const details = () => noted.splice(0).map(({ event, detail }) => [event, detail])
  await accounts.edit({ id, name: 'Frankfurt', values: there }, {})
  const unchecked = { ca: null, ignoresTlsErrors: true }
  await accounts.edit({ id, values: there, connection: unchecked }, {})
  await accounts.edit({ id, values: there, connection: { ca: null, ignoresTlsErrors: false } }, {})
  expect(JSON.stringify(noted)).not.toMatch(/secret|example/)
  expect(details()).toEqual([
    ['account-changed', 'before: Work, another form'],
    ['account-changed', 'another form, certificates not checked'],
    ['account-changed', 'another form, certificates checked again'],
  ])
})

it('notes that an account was disabled and enabled, once each', async () => {
  const { accounts, id, noted } = await setUp()
  for (const disabled of [true, true, false]) await accounts.setDisabled({ id, disabled }, {})
  const account = { id, name: 'Work' }
  expect(noted).toEqual([
    { event: 'account-changed', account, detail: 'disabled' },
    { event: 'account-changed', account, detail: 'enabled' },
  ])
})

it('notes nothing of what was refused, or changes nothing', async () => {
  const { accounts, id, cloud, noted } = await setUp()
  cloud.failNext('check', new LatchkeyError('cloud-credentials', 'No.'))
  await expect(accounts.edit({ id, name: 'Frankfurt', values: there }, {})).rejects.toThrow('No.')
  await accounts.edit({ id, name: 'Work' }, {})
  await expect(accounts.remove({ id: 'nope' }, {})).rejects.toThrow()
  expect(noted).toEqual([])
})
