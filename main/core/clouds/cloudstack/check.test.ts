import { expect, it } from 'vitest'
import { inEnglish } from '../../../../contract/words/said.js'
import { scriptedClient } from '../../../../test/helpers/cloudstack-client.js'
import { check } from './check.js'
import { refusalError } from './errors.js'
import { takesSeveralKeys } from './version.js'

const API_KEY = 'AAAA-our-key-9xYz'

/** Who `check` says we are, where listAccounts answers so. */
async function userWith(accounts: object[] | Error): Promise<string> {
  const client = scriptedClient((command) => {
    if (command === 'listCapabilities') return { capability: { cloudstackversion: '4.20.1.0' } }
    if (command === 'listAccounts' && accounts instanceof Error) throw accounts
    return command === 'listAccounts' ? { account: accounts } : {}
  })
  return inEnglish((await check(client, API_KEY, null)).user)
}

const account = (name: string, apikey?: string) => ({
  name,
  domain: 'Customers',
  user: [{ username: `${name}-user`, ...(apikey && { apikey }) }],
})

it('names the only account there is', async () => {
  expect(await userWith([account('acme')])).toBe('account acme in domain Customers')
})

it('names the account that our API key belongs to among many', async () => {
  expect(await userWith([account('other'), account('acme', API_KEY)])).toBe(
    'account acme in domain Customers',
  )
})

it.each([
  { what: 'none of many accounts is known to be ours', accounts: [account('other'), account('acme')] },
  { what: 'no account is shown', accounts: [] },
  {
    what: 'the list is refused',
    accounts: refusalError({ command: 'listAccounts', errorcode: 432, errortext: 'not available' }),
  },
])('claims no more than the API key where $what', async ({ accounts }) => {
  expect(await userWith(accounts)).toBe('API key ending in 9xYz')
})

it.each([
  ['4.22.0.0', true],
  ['4.17.0.0', true],
  ['4.16.1.0', false],
  ['4.9', false],
  ['5.0', true],
])('CloudStack %s takes several keys: %s', (version, several) => {
  expect(takesSeveralKeys(version)).toBe(several)
})
