import { describe, expect, it, onTestFinished } from 'vitest'
import type { BindJob } from '../../contract/bindings.js'
import { createBindings } from '../../main/core/bindings/bindings.js'
import type { CloudKeyRef } from '../../main/core/clouds/cloud.js'
import { cloudAdapters } from '../../main/core/clouds/registry.js'
import type { createAccounts } from '../../main/core/inventory/accounts.js'
import { createKeyDeletion } from '../../main/core/inventory/key-deletion.js'
import { createObservations } from '../../main/core/inventory/observations.js'
import { createKeyRadius, waysLeftIn } from '../../main/core/keys/key-radius.js'
import { blobFromKey, publicKeyLine } from '../../main/core/keys/public-key.js'
import { computeMap } from '../../main/core/map/compute-map.js'
import { nameOf } from '../../main/core/map/graph.js'
import { noSsh } from '../helpers/bindings-lab.js'
import { coreOnSimulator } from '../helpers/core-on-simulator.js'
import { freshKey } from '../helpers/fresh-key.js'
import { memoryDocumentStore, testLog } from '../helpers/memory-profile.js'
import { startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'
import { newUser } from '../simulators/openstack/seed.js'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'

/* Key pairs are deleted from accounts by the core's real services, on each simulator; what the map says afterwards is true. */

type NewAccount = Parameters<ReturnType<typeof createAccounts>['add']>[0]

async function startCore(account: NewAccount) {
  const core = coreOnSimulator()
  const { ports, keys, instances } = core
  const observations = createObservations(memoryDocumentStore(), testLog())
  const shared = { instances, observations, sessions: { openCount: () => 2 } }
  const deletion = createKeyDeletion({ ports, accounts: core.accounts, adapters: cloudAdapters, ...shared })
  const accounts = { ...core.accounts, ...deletion }
  const radius = createKeyRadius({ ...ports, keys, ...shared })
  const waysLeft = async (keyId: string) => waysLeftIn((await radius({ ids: [keyId] }))[0])
  const bindings = createBindings({ ...core, waysLeft, note: () => undefined, ssh: noSsh })
  const { id } = await accounts.add(account, {})
  const refresh = () => instances.refresh({ accountId: id }, {})

  /** Names, and what the map says of the key that is meant: the vault's name, or that it is unknown. */
  async function trusts(cloudId: string): Promise<string[]> {
    const seen = await observations.all()
    const graph = computeMap({
      profile: ports.profile.read(),
      told: await instances.told(),
      observations: seen,
    })
    const node = graph.instances.find((one) => one.id === `${id}/${cloudId}`)
    return (node === undefined ? [] : graph.trustsOf(node)).map(({ key, declared, observed, proven }) => {
      const grades = { declared, observed, proven }
      const known = Object.entries(grades).flatMap(([grade, of]) => (of.length > 0 ? [grade] : []))
      return `${nameOf(key)}${key.record === null ? ' (not in the vault)' : ''}: ${known.join(', ')}`
    })
  }

  return { ...core, accounts, bindings, observations, radius, accountId: id, refresh, trusts }
}

type Core = Awaited<ReturnType<typeof startCore>>

/** A login with the key succeeded there, and its line was seen. */
async function know({ ports, observations, keys, accountId }: Core, keyId: string, cloudId: string) {
  const instanceId = `${accountId}/${cloudId}`
  const at = new Date().toISOString()
  const proof = { keyId, user: 'root', at }
  await ports.profile.update((now) => ({
    ...now,
    bindings: [...now.bindings, { instanceId, keyId, user: 'root', boundAt: at, proofs: [proof] }],
  }))
  const { blob, type } = keys.record(keyId)
  const line = { blob, type, comment: '', options: '' }
  await observations.note({ instanceId, user: 'root', path: '/root/.ssh/authorized_keys', at, keys: [line] })
}

async function held({ accounts, accountId }: Core): Promise<CloudKeyRef[]> {
  const listed = await accounts.keys({ id: accountId }, {})
  return listed.map(({ name, region, cloudKeyId }) => ({ name, region, cloudKeyId }))
}

async function radiusOf(core: Core, name = 'deploy') {
  const key = (await held(core)).find((one) => one.name === name)
  if (key === undefined) throw new Error(`The account holds no ${name}`)
  const [found] = await core.accounts.keyRadius({ keys: [{ accountId: core.accountId, key }] }, {})
  if (found === undefined) throw new Error('No radius')
  return found
}

const anotherKey = () => publicKeyLine(blobFromKey(freshKey('ed25519')), 'a colleague')
const ed25519 = { type: 'ed25519' } as const
const rsa = { type: 'rsa', bits: 2048 } as const

/** Clouds that delete what is in use: with an instance that has the key of the vault, and a namesake made by another user. */
const forgiving = {
  async cloudstack() {
    const sim = await startCloudStackSimulator()
    onTestFinished(() => sim.stop())
    const { endpoint, apiKey, secretKey } = sim
    const add = (name: string, keypairs: string[]) => sim.addVirtualMachine({ name, keypairs })
    return {
      account: { kind: 'cloudstack', name: 'Cloud', values: { endpoint, apiKey, secretKey } } as NewAccount,
      addKeyPair: sim.addKeyPair,
      add: async (name: string) => (await add(name, ['deploy'])).id,
      addForeign: null,
    }
  },
  async openstack() {
    const sim = await startOpenStackSimulator()
    onTestFinished(() => sim.stop())
    const { identity, user, project, state } = sim
    const bob = newUser('bob', project)
    state.users.push(bob)
    state.keyPairs.push({ id: 99, name: 'deploy', user: bob, region: 'RegionOne', publicKey: anotherKey() })
    const values = { identity, user: user.name, password: user.password, project: project.name }
    return {
      account: { kind: 'openstack', name: 'Cloud', values } as NewAccount,
      addKeyPair: sim.addKeyPair,
      add: async (name: string) => sim.addServer({ name, keyName: 'deploy' }).id,
      addForeign: async (name: string) => sim.addServer({ name, keyName: 'deploy', user: bob }).id,
    }
  },
}

describe.each(Object.entries(forgiving))('%s', (_kind, start) => {
  it('deletes a key pair that instances have: they go on trusting it, which is said, and a namesake takes nothing over', async () => {
    const { account, addKeyPair, add, addForeign } = await start()
    const core = await startCore(account)
    const { id: keyId, publicKey } = await core.keys.generate({ name: 'deploy', spec: ed25519 }, {})
    addKeyPair('deploy', publicKey)
    const [web, db] = [await add('web-1'), await add('db-1')]
    const foreign = await addForeign?.('bobs')
    await core.refresh()
    await know(core, keyId, web)

    const radius = await radiusOf(core)
    expect(radius).toMatchObject({ keyId, sessions: 2, kept: null, problem: null, accountName: 'Cloud' })
    expect(radius.meaning.join(' ')).toContain('not taken off any')
    expect(radius.instances).toMatchObject([
      { instanceName: 'db-1', isDeclared: true, isObserved: false, provenAt: null, left: 'nothing' },
      { instanceName: 'web-1', isDeclared: true, isObserved: true, left: 'nothing' },
    ])

    await core.accounts.deleteKey({ id: core.accountId, key: radius.key }, {})
    expect(await held(core)).toEqual([])
    const still = ['deploy (not in the vault): declared', 'deploy: observed, proven']
    expect(await core.trusts(web)).toEqual(still)
    await core.refresh()
    expect(await core.trusts(web)).toEqual(still)
    expect(await core.trusts(db)).toEqual(['deploy (not in the vault): declared'])
    expect(await core.radius({ ids: [keyId] })).toMatchObject([
      { accounts: [], instances: [{ instanceName: 'web-1', isDeclared: false, isObserved: true }] },
    ])

    addKeyPair('deploy', anotherKey())
    await core.refresh()
    expect(await core.trusts(web)).toEqual(still)
    expect(await radiusOf(core)).toMatchObject({
      keyId: null,
      instances: [
        { instanceName: 'db-1', isDeclared: true, isObserved: false, provenAt: null },
        // The vault's key is what opens it, whatever its name means in the cloud now.
        { instanceName: 'web-1', isDeclared: true, isObserved: false, provenAt: null, left: 'proven' },
      ],
    })
    if (foreign !== undefined) expect(await core.trusts(foreign)).toEqual([])
  })

  it('takes a deletion of what is gone already as done', async () => {
    const { account, addKeyPair } = await start()
    const core = await startCore(account)
    addKeyPair('deploy', anotherKey())
    const { key } = await radiusOf(core)
    await core.accounts.deleteKey({ id: core.accountId, key }, {})
    await core.accounts.deleteKey({ id: core.accountId, key }, {})
    expect(await held(core)).toEqual([])
  })
})

describe('tencent', () => {
  async function start() {
    const sim = await startTencentSimulator({
      settings: { inUseLagMs: 0, operationMs: 20, callsPerSecond: null },
    })
    onTestFinished(() => sim.stop())
    const { endpoint, secretId, secretKey } = sim
    const core = await startCore({
      kind: 'tencent',
      name: 'Guangzhou',
      values: { site: 'own', endpoint, secretId, secretKey },
    })
    const { id: keyId, publicKey } = await core.keys.generate({ name: 'deploy', spec: rsa }, {})
    const pair = sim.addKeyPair('deploy', publicKey)
    const add = (name: string) => sim.addInstance(name, { keyIds: [pair.id], state: 'STOPPED' })
    const remove = async () =>
      core.accounts.deleteKey({ id: core.accountId, key: (await radiusOf(core)).key }, {})
    return { sim, core, keyId, pair, add, remove }
  }

  async function unbind(
    { bindings, accountId }: Core,
    keyId: string,
    cloudIds: string[],
    typed: string[] = [],
  ) {
    const instanceIds = cloudIds.map((id) => `${accountId}/${id}`)
    const targets = await bindings.planMany({ action: 'unbind', keyId, instanceIds, by: 'cloud' }, {})
    const planIds = targets.flatMap(({ plan }) => plan?.id ?? [])
    const typedNames = Object.fromEntries(typed.map((name, at) => [planIds[at] ?? '', name]))
    const started = await bindings.runMany({ planIds, typedNames }, {})
    return Promise.all(
      started.map(async ({ planId, problem }) => {
        if (problem !== null) return problem.code
        let last: BindJob | undefined
        for await (const job of await bindings.watch({ id: planId }, {})) last = job
        return last?.result?.outcome
      }),
    )
  }

  it('keeps what instances have: they are named, unbound where another way in is proven or the name typed, and then it goes', async () => {
    const { sim, core, keyId, add, remove } = await start()
    const [web, db] = [add('web-1'), add('db-1')]
    const { id: spare } = await core.keys.generate({ name: 'spare', spec: ed25519 }, {})
    await core.refresh()
    await know(core, spare, web.id)

    const { kept, instances, meaning } = await radiusOf(core)
    expect(meaning.join(' ')).toContain('unbound there first')
    expect(kept).toMatchObject({ images: [], problem: null })
    expect(kept?.instances.map(({ instanceName }) => instanceName).sort()).toEqual(['db-1', 'web-1'])
    expect(instances).toMatchObject([
      { instanceName: 'db-1', left: 'nothing' },
      { instanceName: 'web-1', left: 'proven' },
    ])
    await expect(remove()).rejects.toMatchObject({ code: 'cloud-key-in-use' })

    expect(await unbind(core, keyId, [web.id, db.id])).toEqual(['removed', 'key-last-way-in'])
    expect(db.keyIds).toHaveLength(1)
    await expect(remove()).rejects.toMatchObject({ code: 'cloud-key-in-use' })
    expect(await unbind(core, keyId, [db.id], ['db-1'])).toEqual(['removed'])
    await remove()
    expect(sim.state.keyPairs).toEqual([])
    expect(await core.trusts(web.id)).toEqual(['spare: observed, proven'])
    expect(await core.trusts(db.id)).toEqual([])
  })

  it('names the custom images that may have it, where no instance does, and says what to do', async () => {
    const { sim, core, pair, remove } = await start()
    const image = sim.addImage('golden', { keyIds: [pair.id] })
    sim.addImage('windows', { platform: 'Windows' })
    sim.addImage('old', { created: '2020-01-01T00:00:00Z' })
    expect((await radiusOf(core)).kept).toEqual({
      instances: [],
      images: [{ id: image.id, name: 'golden', region: 'ap-guangzhou' }],
      problem: null,
    })
    await expect(remove()).rejects.toMatchObject({
      code: 'cloud-key-in-use',
      message: expect.stringContaining('a custom image does'),
      info: { advice: expect.stringContaining('Custom image') },
    })
    sim.state.images = []
    await remove()
    expect(sim.state.keyPairs).toEqual([])
  })

  it('says so where the images may not be listed, and where the cloud can not be asked at all', async () => {
    const { sim, core } = await start()
    sim.state.settings.denied = ['cvm:DescribeImages']
    expect((await radiusOf(core)).kept).toMatchObject({ images: [], problem: { code: 'cloud-forbidden' } })
    const { key } = await radiusOf(core)
    sim.state.settings.denied = ['cvm:DescribeKeyPairs']
    const [silent] = await core.accounts.keyRadius({ keys: [{ accountId: core.accountId, key }] }, {})
    expect(silent).toMatchObject({ kept: null, problem: { code: 'cloud-forbidden' } })
  })
})
