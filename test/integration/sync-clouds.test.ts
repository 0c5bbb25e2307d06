import { expect, it, onTestFinished } from 'vitest'
import type { SyncOptions, SyncRun } from '../../contract/sync.js'
import { blobFromKey, fingerprintMd5, publicKeyLine } from '../../main/core/keys/public-key.js'
import type { App } from '../../main/core/services.js'
import { planSync } from '../../main/core/sync/plan.js'
import { backupLab } from '../helpers/backup-lab.js'
import { freshKey } from '../helpers/fresh-key.js'
import { processorMs } from '../helpers/processor-time.js'
import { novaError } from '../simulators/openstack/errors.js'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'

/*
 * Sync of the whole core with the real adapters: what the clouds differ in. OpenStack keeps keys in each region,
 * Tencent Cloud renames them, and deletes none that an instance has.
 */

async function importRsa({ keys }: App, name: string) {
  const text = freshKey('rsa2048').export({ type: 'pkcs8', format: 'pem' }).toString()
  return keys.import({ source: { kind: 'text', text }, name }, {})
}

/** Plans, carries out everything, and waits for the end. */
async function syncAll({ sync }: App, options: SyncOptions): Promise<SyncRun> {
  const { id, steps } = await sync.plan(options, {})
  await sync.run({ planId: id, stepIds: steps.map((step) => step.id) }, {})
  for await (const run of await sync.watch(undefined, {}))
    if (run !== null && run.state !== 'running' && run.state !== 'cancelling') return run
  throw new Error('There was no run')
}

const everywhere = { keys: { kind: 'all' as const }, accounts: { kind: 'all' as const } }
const plain = { rename: false, remove: false }
const both = { rename: true, remove: true }
const kinds = (run: SyncRun) => run.steps.map(({ kind, keyName, state }) => `${kind} ${keyName}: ${state}`)

it('fills the regions of OpenStack that lack a key, under the name that it has in the others', async () => {
  const sim = await startOpenStackSimulator({ regions: ['Frankfurt', 'Mumbai', 'Oslo'] })
  onTestFinished(() => sim.stop())
  const { app } = await backupLab()
  const web = await importRsa(app, 'web')
  const db = await importRsa(app, 'db')
  const { identity, user, project } = sim
  const values = {
    identity,
    user: user.name,
    password: user.password,
    project: project.name,
    userDomain: 'Default',
  }
  const { id } = await app.accounts.add({ kind: 'openstack', name: 'VK', values }, {})
  sim.addKeyPair('web from 2024', web.publicKey, 'Mumbai')
  sim.addKeyPair('db', freshLine(), 'Oslo')
  await app.sync.saveRule(everywhere, {})

  const run = await syncAll(app, plain)
  expect(kinds(run)).toEqual(['push web: done', 'push db: done'])
  const held = (await app.accounts.keys({ id }, {})).filter(({ keyId }) => keyId !== null)
  const named = (keyId: string) =>
    held.filter((key) => key.keyId === keyId).map(({ name, region }) => `${region}: ${name}`)
  expect(named(web.id).sort()).toEqual([
    'Frankfurt: web from 2024',
    'Mumbai: web from 2024',
    'Oslo: web from 2024',
  ])
  expect(named(db.id).sort()).toEqual(['Frankfurt: db-2', 'Mumbai: db-2', 'Oslo: db-2'])
  expect((await app.sync.plan(plain, {})).steps.map(({ kind }) => kind)).toEqual(['nothing', 'nothing'])

  await app.keys.setState({ id: db.id, state: 'archived' }, {})
  const removal = await syncAll(app, both)
  expect(kinds(removal)).toEqual(Array(3).fill('remove db: done'))
  expect(sim.state.keyPairs.map(({ name }) => name).sort()).toEqual(['db', ...Array(3).fill('web from 2024')])
}, 60_000)

it('fills the regions that answer, and says of the others that they are still to do', async () => {
  const sim = await startOpenStackSimulator({ regions: ['Frankfurt', 'Oslo'] })
  onTestFinished(() => sim.stop())
  const { app } = await backupLab()
  const web = await importRsa(app, 'web')
  const { identity, user, project } = sim
  const values = { identity, user: user.name, password: user.password, project: project.name }
  const { id } = await app.accounts.add({ kind: 'openstack', name: 'VK', values }, {})
  await app.sync.saveRule(everywhere, {})
  const regions = () => sim.state.keyPairs.map(({ region }) => region)
  const dead = () => {
    for (const path of ['', '/{name}']) {
      const error = novaError(403, "Policy doesn't allow it.")
      sim.faults.plan(`GET /os-keypairs${path}`, { kind: 'refusal', error }, 99, 'Oslo')
    }
  }

  dead()
  expect((await app.sync.plan(plain, {})).accounts[0]?.unread?.message).toMatch(/^Oslo: /)
  const run = await syncAll(app, plain)
  expect(kinds(run)).toEqual(['push web: failed'])
  expect(run.steps[0]?.problem?.message).toMatch(/^Oslo: /)
  expect(regions()).toEqual(['Frankfurt'])
  expect((await app.sync.plan(plain, {})).steps).toMatchObject([
    { kind: 'push', cloudName: 'web', why: expect.stringContaining('could not be read is not known') },
  ])
  expect(await app.accounts.push({ keyId: web.id, accountIds: [id] }, {})).toMatchObject([
    { outcome: 'already-there', cloudName: 'web', problem: { message: expect.stringMatching(/^Oslo: /) } },
  ])

  sim.faults.clear()
  expect(kinds(await syncAll(app, plain))).toEqual(['push web: done'])
  expect(regions()).toEqual(['Frankfurt', 'Oslo'])

  await app.keys.setState({ id: web.id, state: 'archived' }, {})
  const removal = await app.sync.plan(both, {})
  dead()
  await app.sync.run({ planId: removal.id, stepIds: removal.steps.map((step) => step.id) }, {})
  await expect.poll(regions).toEqual(['Oslo'])
}, 60_000)

it('renames and removes on Tencent Cloud, and says why a key that an instance has can not go', async () => {
  const sim = await startTencentSimulator({ settings: { callsPerSecond: null, inUseLagMs: 0 } })
  onTestFinished(() => sim.stop())
  const { app } = await backupLab()
  const web = await importRsa(app, 'web')
  const old = await importRsa(app, 'old')
  const used = await importRsa(app, 'used')
  const ed = await app.keys.generate({ name: 'ed', spec: { type: 'ed25519' } }, {})
  const { endpoint, secretId, secretKey } = sim
  const values = { site: 'own', endpoint, secretId, secretKey }
  await app.accounts.add({ kind: 'tencent', name: 'Guangzhou', values }, {})
  sim.addKeyPair('old', old.publicKey)
  sim.addKeyPair('before', web.publicKey)
  sim.addInstance('vm', { keyIds: [sim.addKeyPair('used', used.publicKey).id] })
  sim.addKeyPair('foreign', freshLine())
  for (const { id } of [old, used]) await app.keys.setState({ id, state: 'archived' }, {})
  await app.sync.saveRule(everywhere, {})
  await app.instances.refresh({}, {})

  const { steps, consequences } = await app.sync.plan(both, {})
  expect(steps.filter(({ kind }) => kind === 'not-taken').map(({ keyId }) => keyId)).toEqual([ed.id])
  expect(consequences).toContainEqual(
    'used goes from Guangzhou: the cloud declares it for vm. The cloud keeps a key that an instance has, so this will be refused: deleted under Accounts, it is unbound first.',
  )
  expect(consequences).toContainEqual(
    'old goes from Guangzhou. No instance there is known to have it. The cloud refuses where a custom image has it.',
  )
  const run = await syncAll(app, both)
  expect(kinds(run)).toEqual(['remove old: done', 'remove used: failed', 'rename web: done'])
  expect(run.steps[1]?.problem?.code).toBe('cloud-key-in-use')
  expect(sim.state.keyPairs.map(({ name }) => name).sort()).toEqual(['foreign', 'used', 'web'])
  expect((await app.sync.plan(both, {})).steps.map(({ kind }) => kind).sort()).toEqual([
    'not-taken',
    'nothing',
    'remove',
  ])
}, 60_000)

it('plans 200 keys on 20 accounts without a pause that a person would notice', () => {
  const keys = Array.from({ length: 200 }, (_, at) => {
    const blob = Buffer.from(`key ${at}`).toString('base64')
    return {
      id: `k${at}`,
      name: `key ${at}`,
      type: 'rsa' as const,
      blob,
      md5: fingerprintMd5(Buffer.from(blob)),
    }
  })
  const accounts = Array.from({ length: 20 }, (_, at) => ({
    ...{ id: `a${at}`, regions: null, renames: true, accepts: ['rsa' as const] },
    keyName: (name: string) => name,
    wanted: new Set(keys.map(({ id }) => id)),
    keys: keys.slice(0, at * 10).map(({ blob, name }) => ({
      ...{
        name: `old ${name}`,
        region: null,
        cloudKeyId: null,
        blob,
        fingerprintMd5: null,
        description: null,
      },
    })),
  }))
  const started = processorMs()
  const steps = planSync(accounts, keys, both)
  expect(processorMs() - started).toBeLessThan(4_000)
  expect(steps).toHaveLength(200 * 20)
})

const freshLine = () => publicKeyLine(blobFromKey(freshKey('rsa2048')), 'foreign')
