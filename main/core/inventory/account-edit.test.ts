import { describe, expect, it, vi } from 'vitest'
import { createFakeCloud, fakeAdapter } from '../../../test/helpers/fake-cloud.js'
import { fakeVault } from '../../../test/helpers/fake-vault.js'
import { keysOf } from '../../../test/helpers/key-records.js'
import { memoryProfileStore, testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { LatchkeyError } from '../lib/error.js'
import type { ProfileStore } from '../ports.js'
import { createAccounts } from './accounts.js'

type Values = Record<string, string>

function setUp() {
  const profile = memoryProfileStore()
  const vault = fakeVault()
  const cloud = createFakeCloud()
  /** What each client was made with: where which secret would be sent. */
  const connected: Values[] = []
  const plain = fakeAdapter((values) => {
    connected.push(values)
    return cloud
  })
  const token = {
    name: 'token',
    label: 'Session token',
    help: '',
    example: '',
    secret: true,
    required: false,
  }
  const [endpoint, ...others] = plain.fields
  const address = endpoint === undefined ? [] : [{ ...endpoint, example: 'https://cloud.example' }]
  const adapter = { ...plain, fields: [...address, ...others, token] }
  const ports = { profile, clock: testClock(), log: testLog() }
  const restarted = () => createAccounts({ ports, vault, keys: keysOf(profile), adapters: [adapter] })
  const accounts = restarted()
  const add = async (values: Values = here, name = 'Work') => {
    const { id } = await accounts.add({ kind: 'cloudstack', name, values }, {})
    cloud.calls.length = 0
    connected.length = 0
    return id
  }
  const edit = (id: string, values: Values, name?: string) =>
    accounts.edit({ id, values, ...(name !== undefined && { name }) }, {})
  const secretsIn = async (id: string) =>
    JSON.parse(new TextDecoder().decode((await vault.store.get(`account/${id}`)) ?? new Uint8Array()))
  return { accounts, restarted, add, edit, profile, vault, cloud, connected, secretsIn, log: ports.log }
}

const here = { endpoint: 'https://here.example', secretKey: 'old-secret' }
const there = { endpoint: 'https://there.example', secretKey: 'new-secret' }

describe('renaming an account', () => {
  it('asks nothing of the cloud, and takes the same name in another case', async () => {
    const { add, accounts, cloud } = setUp()
    const id = await add()
    expect(await accounts.edit({ id, name: 'WORK' }, {})).toMatchObject({ id, name: 'WORK' })
    expect(cloud.calls).toEqual([])
  })

  it('refuses the name of another account', async () => {
    const { add, accounts } = setUp()
    const id = await add()
    await add(there, 'Other')
    await expect(accounts.edit({ id, name: 'other' }, {})).rejects.toMatchObject({
      code: 'account-name-taken',
    })
  })
})

describe('editing an account', () => {
  it('keeps the secrets that are left empty, and checks by a real call before it saves', async () => {
    const { add, edit, accounts, cloud, connected, secretsIn } = setUp()
    const id = await add()
    const values = { endpoint: 'https://here.example/client/api', secretKey: '' }
    expect(await edit(id, values)).toMatchObject({ values: { endpoint: 'https://here.example/client/api' } })
    expect(cloud.calls).toEqual(['check'])
    expect(connected).toEqual([{ endpoint: values.endpoint, secretKey: 'old-secret' }])
    expect(await secretsIn(id)).toEqual({ secretKey: 'old-secret' })
    await accounts.cloud(id)
    expect(connected).toHaveLength(2)
  })

  it('changes nothing when the check fails', async () => {
    const { add, edit, profile, cloud, secretsIn } = setUp()
    const id = await add()
    cloud.failNext('check', new LatchkeyError('cloud-credentials', 'No.'))
    await expect(edit(id, there, 'New')).rejects.toMatchObject({ code: 'cloud-credentials' })
    expect(profile.read().accounts).toMatchObject([{ name: 'Work', values: { endpoint: here.endpoint } }])
    expect(await secretsIn(id)).toEqual({ secretKey: 'old-secret' })
  })

  it('never sends the secret that it has to another address than it was entered for', async () => {
    const { add, edit, accounts, connected } = setUp()
    const id = await add()
    const moved = { ...there, secretKey: '' }
    const refusal = { code: 'input-invalid', advice: expect.stringContaining('Secret key') }
    await expect(edit(id, moved)).rejects.toMatchObject({ info: refusal })
    const check = accounts.check({ kind: 'cloudstack', values: moved, id }, {})
    await expect(check).rejects.toMatchObject({ info: refusal })
    expect(connected).toEqual([])
  })

  it('never sends it to another address in quotes either', async () => {
    const { add, edit, connected } = setUp()
    const quoted = (values: typeof here) => ({ ...values, endpoint: `"${values.endpoint}"` })
    const id = await add(quoted(here))
    await expect(edit(id, { ...quoted(there), secretKey: '' })).rejects.toMatchObject({
      code: 'input-invalid',
    })
    expect(connected).toEqual([])
  })

  it('lets an optional secret go with the credentials that it belonged to', async () => {
    const { add, edit, secretsIn } = setUp()
    const id = await add({ ...here, token: 'for a day' })
    await edit(id, { ...here, secretKey: '' })
    expect(await secretsIn(id)).toEqual({ secretKey: 'old-secret', token: 'for a day' })
    await edit(id, { ...here, secretKey: 'new-secret' })
    expect(await secretsIn(id)).toEqual({ secretKey: 'new-secret' })
  })

  it('gives an account its credentials again that the vault has lost', async () => {
    const { add, edit, accounts, vault } = setUp()
    const id = await add()
    await vault.store.delete(`account/${id}`)
    await expect(accounts.cloud(id)).rejects.toMatchObject({
      info: { code: 'secret-missing', advice: expect.stringContaining('Edit') },
    })
    await expect(edit(id, { ...here, secretKey: '' })).rejects.toMatchObject({ code: 'input-invalid' })
    await edit(id, here)
    expect(await accounts.cloud(id)).toBeDefined()
  })

  it('refuses the credentials of another account', async () => {
    const { add, edit } = setUp()
    await add(there, 'Other')
    const id = await add()
    await expect(edit(id, there)).rejects.toMatchObject({ code: 'account-already-known' })
  })

  it('says so when the account went meanwhile', async () => {
    const { add, edit, accounts, cloud, vault } = setUp()
    const id = await add()
    cloud.before('check', async () => {
      cloud.before('check', () => undefined)
      await accounts.remove({ id }, {})
    })
    await expect(edit(id, there)).rejects.toMatchObject({ code: 'account-not-found' })
    expect(await vault.store.names()).toEqual([])
  })
})

describe('an edit that is cut off', () => {
  /** Every write from the nth on fails, as after a crash. */
  function dieAt(n: number, profile: ProfileStore, store: ReturnType<typeof fakeVault>['store']) {
    let writes = 0
    const { update } = profile
    const { set } = store
    const orDie = () => {
      if (++writes >= n) throw new Error('The process is gone.')
    }
    profile.update = async (change) => {
      orDie()
      return update(change)
    }
    store.set = async (name, secret) => {
      orDie()
      return set(name, secret)
    }
    return () => Object.assign(profile, { update }) && Object.assign(store, { set })
  }

  it.each([1, 2, 3, 4])(
    'at its write %i leaves the old pair or the new one, and never a mixed one',
    async (n) => {
      const { add, edit, restarted, profile, vault, connected, secretsIn } = setUp()
      const id = await add()
      const revive = dieAt(n, profile, vault.store)
      await edit(id, there).catch(() => undefined)
      revive()
      connected.length = 0
      await restarted().cloud(id)
      expect(connected).toEqual([n <= 2 ? here : there])
      await restarted().edit({ id, values: n <= 2 ? there : { ...there, secretKey: '' } }, {})
      expect(await secretsIn(id)).toEqual({ secretKey: 'new-secret' })
    },
  )

  it.each([
    [1, 'old-secret'],
    [2, 'old-secret'],
    [3, 'new-secret'],
    [4, 'new-secret'],
  ])('at its write %i is finished at the next opening of the vault: %s alone is left', async (n, left) => {
    const { add, edit, restarted, profile, vault, secretsIn, log } = setUp()
    const id = await add()
    await add({ endpoint: 'https://other.example', secretKey: 'other' }, 'Other')
    const revive = dieAt(n, profile, vault.store)
    await edit(id, there).catch(() => undefined)
    revive()
    log.lines.length = 0
    vault.lock()
    restarted()
    vault.unlock()
    await vi.waitFor(async () => expect(await secretsIn(id)).toEqual({ secretKey: left }))
    expect(log.lines).toEqual([])
  })

  it('stays as it is while the vault can not be written, and is finished at the opening after', async () => {
    const { add, edit, profile, vault, secretsIn, log } = setUp()
    const id = await add()
    const revive = dieAt(3, profile, vault.store)
    await edit(id, there)
    vault.lock()
    vault.unlock()
    await vi.waitFor(() =>
      expect(log.lines.filter(({ event }) => event === 'account.old-credentials-kept')).toHaveLength(2),
    )
    expect(await secretsIn(id)).toHaveProperty('versions')
    revive()
    vault.lock()
    vault.unlock()
    await vi.waitFor(async () => expect(await secretsIn(id)).toEqual({ secretKey: 'new-secret' }))
  })

  it('by a removed vault item is told as lost credentials', async () => {
    const { add, accounts, vault } = setUp()
    const id = await add()
    await vault.store.set(`account/${id}`, Buffer.from('not json'))
    await expect(accounts.cloud(id)).rejects.toMatchObject({ code: 'secret-missing' })
  })
})

it('one who reads while an account changes gets the old whole or the new one', async () => {
  const { add, edit, accounts, vault, connected } = setUp()
  const id = await add()
  let open: Promise<unknown> | undefined
  const { set } = vault.store
  vault.store.set = async (name, secret) => {
    await set(name, secret)
    open ??= accounts.cloud(id) // between the write of the secret and that of the record
  }
  await edit(id, there)
  await open
  for (const values of connected) expect([here, there]).toContainEqual(values)
  connected.length = 0
  await accounts.cloud(id)
  expect(connected).toEqual([there])
})

describe('a disabled account', () => {
  it('is asked nothing, and is as before when it is enabled again', async () => {
    const { add, accounts, cloud } = setUp()
    const id = await add()
    await accounts.cloud(id)
    expect(await accounts.setDisabled({ id, disabled: true }, {})).toMatchObject({
      disabled: true,
      lastContact: null,
    })
    await expect(accounts.keys({ id }, {})).rejects.toMatchObject({
      info: { code: 'account-disabled', message: 'The account "Work" is disabled.' },
    })
    expect(cloud.calls).toEqual([])
    await accounts.setDisabled({ id, disabled: false }, {})
    expect(await accounts.keys({ id }, {})).toEqual([])
  })

  it('is not one while a binding needs it', async () => {
    const { add, accounts, profile } = setUp()
    const id = await add()
    const entry = { id: 'b', keyId: 'k', instanceId: `${id}/vm`, instanceName: 'web', step: 'stop' as const }
    const startedAt = '2026-01-01T00:00:00.000Z'
    await profile.update((now) => ({
      ...now,
      bindingJournal: [{ ...entry, startedAt, stoppedByUs: true, action: 'bind' }],
    }))
    await expect(accounts.setDisabled({ id, disabled: true }, {})).rejects.toMatchObject({
      code: 'binding-running',
    })
    expect(profile.read().accounts).toMatchObject([{ disabled: false }])
  })
})

it('offers pasted files only where the adapter reads them', async () => {
  const { accounts } = setUp()
  expect(await accounts.kinds(undefined, {})).toMatchObject([{ readsPasted: false }])
  await expect(accounts.readPasted({ kind: 'cloudstack', text: 'x' }, {})).rejects.toMatchObject({
    code: 'input-invalid',
  })
})
