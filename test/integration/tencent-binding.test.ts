import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { BindJob } from '../../contract/bindings.js'
import { createBindings } from '../../main/core/bindings/bindings.js'
import { createEmbeddedGuest } from '../../main/demo/guest/embedded-guest.js'
import { noSsh, otherWayIn } from '../helpers/bindings-lab.js'
import { coreOnSimulator } from '../helpers/core-on-simulator.js'
import { freePort } from '../helpers/ports.js'
import { sshdServesTerminals } from '../helpers/sshd.js'
import { createSshdGuest } from '../lab/sshd-guest.js'
import { tencentGuest } from '../lab/tencent-guest.js'
import { startTencentSimulator, type TencentSimulator } from '../simulators/tencent/simulator.js'
import type { Instance } from '../simulators/tencent/state.js'

/* The core's real services on Tencent Cloud's simulator, whose instance can really be logged in to. */

const createGuest =
  sshdServesTerminals() || process.env.CI !== undefined ? createSshdGuest : createEmbeddedGuest
const { username: user } = userInfo()

let cloud: TencentSimulator
let dir: string
let instance: Instance
beforeEach(async () => {
  cloud = await startTencentSimulator({ settings: { operationMs: 50 } })
  dir = await mkdtemp(join(tmpdir(), 'latchkey-tencent-'))
  const port = await freePort()
  const guest = tencentGuest(createGuest({ dir, name: 'web-1', port, user }))
  instance = cloud.addInstance('web-1', {
    loginUser: user,
    loginPort: port,
    publicAddress: '127.0.0.1',
    guest,
  })
  await guest.start()
})
afterEach(async () => {
  await cloud.stop()
  await rm(dir, { recursive: true, force: true })
})

async function startCore() {
  const core = coreOnSimulator()
  const bindings = createBindings({ ...core, ...otherWayIn, note: () => undefined, ssh: noSsh })
  const { endpoint, secretId, secretKey } = cloud
  const values = { site: 'own', endpoint, secretId, secretKey }
  const account = await core.accounts.add({ kind: 'tencent', name: 'Tencent', values }, {})
  const { profile } = core.ports
  return { ...core, profile, bindings, account, instanceId: `${account.id}/${instance.id}` }
}

type Core = Awaited<ReturnType<typeof startCore>>

async function bind({ bindings, instanceId }: Core, keyId: string): Promise<BindJob> {
  const { id } = await bindings.plan({ keyId, instanceId }, {})
  let last = await bindings.run({ planId: id }, {})
  for await (const job of await bindings.watch({ id }, {})) last = job
  return last
}

it('pushes a key, stops the instance, binds, starts and logs in with exactly that key', async () => {
  const core = await startCore()
  const rsa = { type: 'rsa', bits: 2048 } as const
  const key = await core.keys.generate({ name: 'Ada’s deploy key', spec: rsa }, {})
  const plan = await core.bindings.plan({ keyId: key.id, instanceId: core.instanceId }, {})
  expect(plan.consequences.join(' ')).toContain('Password login to web-1 is switched off.')

  const job = await bind(core, key.id)
  expect(job.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(
    ['push', 'stop', 'reset', 'start', 'wait', 'prove'].map((name) => `${name} done`),
  )
  expect(job.result).toMatchObject({ outcome: 'proven', instanceLeft: 'running' })
  expect(instance).toMatchObject({ state: 'RUNNING', passwordLogin: false })
  expect(cloud.state.keyPairs.map(({ name }) => name)).toEqual([expect.stringMatching(/^Ada_s_deploy_key_/)])

  const next = await core.keys.generate({ name: 'next', spec: rsa }, {})
  expect((await bind(core, next.id)).result).toMatchObject({ outcome: 'proven' })
  expect(instance.keyIds).toEqual([cloud.state.keyPairs.find(({ name }) => name === 'next')?.id])
})

it('says before anything is stopped that the cloud takes no Ed25519', async () => {
  const core = await startCore()
  const key = await core.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  const job = await bind(core, key.id)
  expect(job.result).toMatchObject({ outcome: 'failed', problem: { code: 'cloud-bad-key' } })
  expect(instance.state).toBe('RUNNING')
  expect(cloud.asked).not.toContain('StopInstances')
})

it('binds and unbinds several instances in one call each, with a result for each', async () => {
  const core = await startCore()
  const more = ['web-2', 'web-3'].map((name) => cloud.addInstance(name, { state: 'STOPPED' }))
  const key = await core.keys.generate({ name: 'deploy', spec: { type: 'rsa', bits: 2048 } }, {})
  const instanceIds = [instance, ...more].map(({ id }) => `${core.account.id}/${id}`)
  const runAll = async (action: 'bind' | 'unbind') => {
    const targets = await core.bindings.planMany({ action, keyId: key.id, instanceIds }, {})
    const planIds = targets.flatMap(({ plan }) => plan?.id ?? [])
    const started = await core.bindings.runMany({ planIds }, {})
    return Promise.all(
      started.map(async ({ planId }) => {
        let last: BindJob | undefined
        for await (const job of await core.bindings.watch({ id: planId }, {})) last = job
        return last?.result?.outcome
      }),
    )
  }
  expect(await runAll('bind')).toEqual(['proven', 'not-proven', 'not-proven'])
  expect(await runAll('unbind')).toEqual(['removed', 'removed', 'removed'])
  expect([instance, ...more].map(({ keyIds }) => keyIds)).toEqual([[], [], []])
  for (const action of ['ImportKeyPair', 'AssociateInstancesKeyPairs', 'DisassociateInstancesKeyPairs'])
    expect(cloud.asked.filter((asked) => asked === action)).toHaveLength(1)
})
