import { describe, expect, it } from 'vitest'
import { createFakeCloud, fakeAdapter, fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { fakeVault } from '../../../test/helpers/fake-vault.js'
import { keyRecord, keysOf, md5Of, publicKeyOf } from '../../../test/helpers/key-records.js'
import { memoryProfileStore, testClock, testLog } from '../../../test/helpers/memory-profile.js'
import { LatchkeyError } from '../lib/error.js'
import type { Profile } from '../profile.js'
import { reconcile } from '../vault/reconcile.js'
import { createAccounts } from './accounts.js'

function setUp(initial: Partial<Profile> = {}) {
  const profile = memoryProfileStore(initial)
  const vault = fakeVault()
  const cloud = createFakeCloud({ instances: [fakeInstance({ cloudId: 'vm-1' })] })
  const connected: Record<string, string>[] = []
  const adapter = fakeAdapter((values) => {
    connected.push(values)
    return cloud
  })
  const ports = { profile, clock: testClock(), log: testLog() }
  const accounts = createAccounts({ ports, vault, keys: keysOf(profile), adapters: [adapter] })
  const add = (name = 'Work', values: Record<string, string> = form) =>
    accounts.add({ kind: 'cloudstack', name, values }, {})
  return { accounts, add, profile, vault, cloud, connected, ports }
}

const journalEntry = (instanceId: string) => {
  const startedAt = '2026-01-01T00:00:00.000Z'
  const cutOff = { id: 'b', action: 'bind', keyId: 'k1', startedAt, step: 'stop', stoppedByUs: true } as const
  return { ...cutOff, instanceId, instanceName: 'web-1' }
}

const form = { endpoint: ' https://cloud.example/client/api ', secretKey: 'very-secret\n' }
const unreachable = () => new LatchkeyError('cloud-unreachable', 'Nobody there.')

describe('adding an account', () => {
  it('checks by a real call, keeps open values in the profile and secrets in the vault', async () => {
    const { add, accounts, profile, vault, cloud } = setUp()
    const account = await add()
    expect(cloud.calls).toEqual(['check'])
    expect(account).toMatchObject({ name: 'Work', values: { endpoint: 'https://cloud.example/client/api' } })
    expect(await accounts.list(undefined, {})).toEqual([account])
    expect(JSON.stringify(profile.read())).not.toContain('very-secret')
    const secret = await vault.store.get(`account/${account.id}`)
    expect(JSON.parse(new TextDecoder().decode(secret ?? new Uint8Array()))).toEqual({
      secretKey: 'very-secret',
    })
  })

  it('changes nothing when the check fails', async () => {
    const { add, profile, vault, cloud } = setUp()
    cloud.failNext('check', unreachable())
    await expect(add()).rejects.toMatchObject({ code: 'cloud-unreachable' })
    expect(profile.read().accounts).toEqual([])
    expect(vault.store.held()).toEqual([])
  })

  it('leaves no record behind when the vault refuses the secret', async () => {
    const { add, profile, vault } = setUp()
    vault.store.set = () => Promise.reject(new LatchkeyError('keychain-locked', 'Locked.'))
    await expect(add()).rejects.toMatchObject({ code: 'keychain-locked' })
    expect(profile.read().accounts).toEqual([])
  })

  it('asks no cloud while the vault is locked', async () => {
    const { add, vault, cloud } = setUp()
    vault.lock()
    await expect(add()).rejects.toMatchObject({ code: 'vault-locked' })
    expect(cloud.calls).toEqual([])
  })

  it('refuses a name that is taken, whatever its case', async () => {
    const { add } = setUp()
    await add('Work')
    await expect(add('work')).rejects.toMatchObject({ code: 'account-name-taken' })
  })

  it('refuses the credentials of an account that is here, however its endpoint is written', async () => {
    const { add, accounts, cloud } = setUp()
    await add('Work')
    cloud.calls.length = 0
    await expect(add('Again', { ...form, endpoint: 'https://cloud.example' })).rejects.toMatchObject({
      info: { code: 'account-already-known', message: 'This account is here already, as "Work".' },
    })
    expect(cloud.calls).toEqual([])
    expect(await accounts.list(undefined, {})).toHaveLength(1)
    await add('Other user', { ...form, secretKey: 'another' })
  })

  it('takes the same credentials for another project, once', async () => {
    const { add } = setUp()
    await add('Work')
    await add('Shop', { ...form, project: 'shop' })
    await expect(add('Again', { ...form, project: 'shop' })).rejects.toMatchObject({
      info: { code: 'account-already-known', message: 'This account is here already, as "Shop".' },
    })
  })

  it('takes credentials again whose own copy the vault has lost', async () => {
    const { add, vault } = setUp()
    await vault.store.delete(`account/${(await add('Work')).id}`)
    await add('Again')
  })

  it('gives a name to one of two who ask at the same time', async () => {
    const { add, accounts } = setUp()
    const results = await Promise.allSettled([add(), add()])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await accounts.list(undefined, {})).toHaveLength(1)
  })

  it('names the field that is empty', async () => {
    await expect(setUp().add('Work', { endpoint: 'https://x', secretKey: ' ' })).rejects.toMatchObject({
      info: { code: 'input-invalid', message: 'The field "Secret key" is empty.' },
    })
  })
})

it('checking saves nothing', async () => {
  const { accounts, profile, vault } = setUp()
  const found = await accounts.check({ kind: 'cloudstack', values: form }, {})
  expect(found).toMatchObject({ product: 'Fake cloud 1.0', instanceCount: 1 })
  expect(profile.read().accounts).toEqual([])
  expect(vault.store.held()).toEqual([])
})

describe('removing an account', () => {
  it('forgets its secret and what was known of its instances, and asks nothing of the cloud', async () => {
    const { add, accounts, profile, vault, cloud } = setUp({ keys: [keyRecord('k1')] })
    const { id } = await add()
    const binding = { keyId: 'k1', user: 'root', boundAt: '2026-01-01T00:00:00.000Z', proofs: [] }
    await profile.update((now) => ({
      ...now,
      bindings: [
        { ...binding, instanceId: `${id}/vm-1` },
        { ...binding, instanceId: 'other/vm-1' },
      ],
    }))
    await accounts.remove({ id }, {})
    expect(profile.read().accounts).toEqual([])
    expect(profile.read().bindings.map(({ instanceId }) => instanceId)).toEqual(['other/vm-1'])
    expect(vault.store.held()).toEqual([])
    expect(cloud.calls).toEqual(['check'])
    await expect(accounts.cloud(id)).rejects.toMatchObject({ code: 'account-not-found' })
  })

  it('is refused while a binding needs it to start an instance, also one that was cut off', async () => {
    const { add, accounts, profile, vault } = setUp()
    const { id } = await add()
    const entry = journalEntry(`${id}/vm-1`)
    await profile.update((now) => ({ ...now, bindingJournal: [entry] }))
    await expect(accounts.remove({ id }, {})).rejects.toMatchObject({ code: 'binding-running' })
    expect(await accounts.list(undefined, {})).toHaveLength(1)
    expect(vault.store.held()).toEqual([`account/${id}`])
    await profile.update((now) => ({ ...now, bindingJournal: [{ ...entry, instanceId: 'other/vm-1' }] }))
    await accounts.remove({ id }, {})
  })

  it('is refused by a binding that begins at the same moment', async () => {
    const { add, accounts, profile, vault } = setUp()
    const { id } = await add()
    const { update } = profile
    profile.update = async (change) => {
      profile.update = update
      await update((now) => ({ ...now, bindingJournal: [journalEntry(`${id}/vm-1`)] }))
      return update(change)
    }
    await expect(accounts.remove({ id }, {})).rejects.toMatchObject({ code: 'binding-running' })
    expect(await accounts.list(undefined, {})).toHaveLength(1)
    expect(vault.store.held()).toEqual([`account/${id}`])
  })

  it('takes what was known of its instances and wanted on it along where its end has to wait for the next opening', async () => {
    const { add, accounts, profile, vault, ports } = setUp({ keys: [keyRecord('k1')] })
    const { id } = await add()
    const bound = { keyId: 'k1', user: 'root', boundAt: '2026-01-01T00:00:00.000Z', proofs: [] }
    const keys = { kind: 'all' as const }
    const rule = (accountIds: string[]) => ({
      id: 'r',
      keys,
      accounts: { kind: 'some' as const, accountIds },
    })
    await profile.update((now) => ({
      ...now,
      bindings: [{ ...bound, instanceId: `${id}/vm-1` }],
      wanted: [rule([id]), rule([id, 'other'])],
    }))
    const { delete: remove } = vault.store
    vault.store.delete = () => Promise.reject(new LatchkeyError('keychain-locked', 'Locked.'))
    await expect(accounts.remove({ id }, {})).rejects.toMatchObject({ code: 'keychain-locked' })
    vault.store.delete = remove
    await reconcile(profile, vault.store, ports.log)
    expect(profile.read()).toMatchObject({ accounts: [], bindings: [], wanted: [rule(['other'])] })
    expect(vault.store.held()).toEqual([])
  })

  it('keeps everything while the vault is locked', async () => {
    const { add, accounts, vault } = setUp()
    const { id } = await add()
    vault.lock()
    await expect(accounts.remove({ id }, {})).rejects.toMatchObject({ code: 'vault-locked' })
    expect(await accounts.list(undefined, {})).toHaveLength(1)
  })
})

describe("an account's cloud", () => {
  it('is opened once, with all values', async () => {
    const { add, accounts, connected } = setUp()
    const { id } = await add()
    connected.length = 0
    const clouds = await Promise.all([accounts.cloud(id), accounts.cloud(id)])
    expect(clouds[0]).toBe(clouds[1])
    expect(connected).toEqual([{ endpoint: 'https://cloud.example/client/api', secretKey: 'very-secret' }])
  })

  it('is forgotten when the vault is locked', async () => {
    const { add, accounts, vault, connected } = setUp()
    const { id } = await add()
    await accounts.cloud(id)
    vault.lock()
    await expect(accounts.cloud(id)).rejects.toMatchObject({ code: 'vault-locked' })
    vault.unlock()
    connected.length = 0
    await accounts.cloud(id)
    expect(connected).toHaveLength(1)
  })

  it('is forgotten by a lock that is over at once', async () => {
    const { add, accounts, vault, connected } = setUp()
    const { id } = await add()
    await accounts.cloud(id)
    connected.length = 0
    vault.lock()
    vault.unlock()
    await accounts.cloud(id)
    expect(connected).toHaveLength(1)
  })

  it('can be opened later when its secret could not be read at first', async () => {
    const { add, accounts, vault } = setUp()
    const { id } = await add()
    const { get } = vault.store
    vault.store.get = async () => null
    await expect(accounts.cloud(id)).rejects.toMatchObject({ code: 'secret-missing' })
    vault.store.get = get
    expect(await accounts.cloud(id)).toBeDefined()
  })

  it('tells by each call whether the account can be reached', async () => {
    const { add, accounts, cloud, ports } = setUp()
    const { id } = await add()
    const contact = async () => (await accounts.list(undefined, {}))[0]?.lastContact
    const now = () => new Date(ports.clock.now()).toISOString()
    expect(await contact()).toEqual({ at: now(), ok: true }) // the call that checked it

    await ports.clock.sleep(1_000)
    await accounts.keys({ id }, {})
    expect(await contact()).toEqual({ at: now(), ok: true })

    cloud.failNext('listKeys', unreachable())
    await expect(accounts.keys({ id }, {})).rejects.toThrow()
    expect(await contact()).toMatchObject({ ok: false, problem: { code: 'cloud-unreachable' } })
  })
})

it("knows the vault's own key pairs among those of the account", async () => {
  const { add, accounts, cloud } = setUp({ keys: [keyRecord('k1')] })
  cloud.keys.set('deploy', publicKeyOf(0))
  cloud.keys.set('foreign', publicKeyOf(1))
  const { id } = await add()
  expect(await accounts.keys({ id }, {})).toMatchObject([
    { name: 'deploy', fingerprintMd5: md5Of(0), keyId: 'k1' },
    { name: 'foreign', fingerprintMd5: md5Of(1), keyId: null },
  ])
})
