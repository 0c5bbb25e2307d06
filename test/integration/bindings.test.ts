import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BindJob, BindPlan } from '../../contract/bindings.js'
import type { KeyPair } from '../../contract/keys.js'
import { createBindings } from '../../main/core/bindings/bindings.js'
import { cloudAdapters } from '../../main/core/clouds/registry.js'
import { createAccounts } from '../../main/core/inventory/accounts.js'
import { createInstances } from '../../main/core/inventory/instances.js'
import { createKeys } from '../../main/core/keys/keys.js'
import { noSsh, otherWayIn } from '../helpers/bindings-lab.js'
import { fakeVault } from '../helpers/fake-vault.js'
import { latchkeySsh } from '../helpers/latchkey-ssh.js'
import { memoryFolders } from '../helpers/memory-folders.js'
import { memoryDocumentFolder, memoryProfileStore, testLog } from '../helpers/memory-profile.js'
import { sshBanner } from '../helpers/ports.js'
import { sshdServesTerminals } from '../helpers/sshd.js'
import { systemClock } from '../helpers/system-clock.js'
import { type Lab, startLab } from '../lab/lab.js'

const guests = sshdServesTerminals() || process.env.CI !== undefined ? 'sshd' : 'embedded'

/** The core's real services on the lab's cloud; the secrets and the profile are in memory. */
async function startCore(lab: Lab) {
  const profile = memoryProfileStore({
    vault: { backend: 'sealed-file', createdAt: new Date(0).toISOString() },
  })
  const memory = { cache: memoryDocumentFolder(), ...memoryFolders() }
  const ports = { profile, clock: systemClock, log: testLog(), ...memory }
  const vault = fakeVault()
  const ssh = latchkeySsh()
  const keys = createKeys({ ports, vault })
  const accounts = createAccounts({ ports, vault, keys, adapters: cloudAdapters })
  const instances = createInstances({ ports, accounts })
  const start = () =>
    createBindings({
      ports,
      accounts,
      instances,
      keys,
      connect: ssh.connect,
      note: () => undefined,
      ...otherWayIn,
      ssh: noSsh,
    })
  const { endpoint, apiKey, secretKey } = lab
  const values = { endpoint, apiKey, secretKey }
  const account = await accounts.add({ kind: 'cloudstack', name: 'Lab', values }, {})
  const idOf = (name: string) => `${account.id}/${lab.instance(name).cloudId}`
  return { profile, ssh, keys, accounts, instances, bindings: start(), start, account, idOf }
}

describe(`binding in the lab with ${guests} guests`, () => {
  let lab: Lab
  let core: Awaited<ReturnType<typeof startCore>>
  let key: KeyPair

  beforeAll(async () => {
    lab = await startLab({ guests })
    core = await startCore(lab)
    key = await core.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  })
  afterAll(() => lab.stop())

  const plan = (name: string, keyId = key.id) =>
    core.bindings.plan({ keyId, instanceId: core.idOf(name) }, {})

  async function run({ id }: BindPlan, onChange: (job: BindJob) => void = () => undefined): Promise<BindJob> {
    let last = await core.bindings.run({ planId: id }, {})
    for await (const job of await core.bindings.watch({ id }, {})) {
      last = job
      onChange(job)
    }
    return last
  }

  const bind = async (name: string, keyId = key.id) => run(await plan(name, keyId))
  const look = async (name: string) => (await core.instances.fresh(core.idOf(name))).instance
  const declaredNames = async (name: string) => (await look(name)).declared.map(({ cloudName }) => cloudName)

  async function logsIn(name: string, keyId: string): Promise<boolean> {
    const { host, port, user } = lab.instance(name)
    const signer = await core.keys.openSigner(keyId)
    const target = { host, port, user }
    const login = core.ssh.login(target, signer)
    return login.then(
      (connection) => {
        connection.end()
        return true
      },
      (error) => {
        if (error.code !== 'ssh-auth-refused') throw error
        return false
      },
    )
  }

  it('ends with a login on web-1, and from then on Connect has key and user', async () => {
    const job = await bind('web-1')
    expect(job.result).toMatchObject({ outcome: 'proven', instanceLeft: 'running' })
    expect(job.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'push done',
      'stop done',
      'reset done',
      'start done',
      'wait done',
      'prove done',
    ])
    const { user, authorizedKeys, hostKeyFingerprints } = lab.instance('web-1')
    expect(await look('web-1')).toMatchObject({
      state: 'running',
      boundKeyId: key.id,
      user,
      declared: [{ cloudName: 'deploy', keyId: key.id }],
      proven: [{ keyId: key.id, user }],
    })
    expect(core.ssh.asked).toMatchObject([{ kind: 'host-key-unknown', instanceName: 'web-1' }])
    const [asked] = core.ssh.asked
    if (asked?.kind !== 'host-key-unknown') throw new Error('No host key was asked about')
    expect(hostKeyFingerprints).toContain(asked.offered.fingerprint)
    expect(await authorizedKeys()).toContain(key.publicKey.split(' ')[1])
  })

  it('again with another key names what the cloud replaces', async () => {
    const second = await core.keys.generate({ name: 'second', spec: { type: 'ecdsa', bits: 256 } }, {})
    const next = await plan('web-1', second.id)
    expect(next.replaces).toEqual(['deploy'])
    expect((await run(next)).result).toMatchObject({ outcome: 'proven' })
    expect(await look('web-1')).toMatchObject({
      boundKeyId: second.id,
      declared: [{ cloudName: 'second', keyId: second.id }],
      proven: [{ keyId: second.id }, { keyId: key.id }],
    })
  })

  it('says why db-1 refuses the key: its stock image takes keys at the first boot only', async () => {
    const next = await plan('db-1')
    expect(next.warnings.join(' ')).toContain('first boot only')
    const { result, steps } = await run(next)
    expect(result).toMatchObject({
      outcome: 'not-proven',
      problem: { code: 'ssh-auth-refused' },
      instanceLeft: 'running',
    })
    expect(result?.advice).toContain('[ssh, always]')
    expect(steps.at(-1)).toMatchObject({ name: 'prove', state: 'failed' })
    expect(await look('db-1')).toMatchObject({ state: 'running', boundKeyId: null, proven: [] })
  })

  it('leaves cache-1 stopped, and the key works once it is started', async () => {
    const { result } = await bind('cache-1')
    expect(result).toMatchObject({ outcome: 'not-proven', instanceLeft: 'stopped' })
    expect(await look('cache-1')).toMatchObject({ state: 'stopped', boundKeyId: key.id, proven: [] })
    const { cloud, cloudInstance } = await core.instances.fresh(core.idOf('cache-1'))
    await cloud.power.start(cloudInstance.cloudId)
    expect(await logsIn('cache-1', key.id)).toBe(true)
  })

  it('waits for build-1, to which nothing leads, until it is cancelled, and the key stays bound', async () => {
    const next = await plan('build-1')
    const { result } = await run(next, (job) => {
      const waiting = job.steps.find(({ name }) => name === 'wait')?.state === 'running'
      if (waiting && !job.cancelling) void core.bindings.cancel({ id: next.id }, {})
    })
    expect(result).toMatchObject({ outcome: 'cancelled', instanceLeft: 'running' })
    expect(await look('build-1')).toMatchObject({ boundKeyId: key.id, proven: [] })
  })

  it('cancelled while web-2 is stopped starts it again with the keys that it had', async () => {
    const next = await plan('web-2')
    const { result } = await run(next, (job) => {
      const stopping = job.steps.find(({ name }) => name === 'stop')?.state === 'running'
      if (stopping && !job.cancelling) void core.bindings.cancel({ id: next.id }, {})
    })
    expect(result).toMatchObject({ outcome: 'cancelled', instanceLeft: 'running' })
    expect(await look('web-2')).toMatchObject({ state: 'running', boundKeyId: null, declared: [] })
    expect(await sshBanner(lab.instance('web-2').port)).toMatch(/^SSH-2\.0-/)
  })

  it('starts legacy-1 again with its old key when the cloud refuses the reset', async () => {
    const next = await plan('legacy-1')
    // Somebody deletes the key pair from the account while the instance is being stopped.
    const { result } = await run(next, (job) => {
      const stopping = job.steps.find(({ name }) => name === 'stop')?.state === 'running'
      if (stopping) for (const account of lab.cloud.state.accounts) account.keyPairs = []
    })
    expect(result).toMatchObject({ outcome: 'failed', instanceLeft: 'running' })
    expect(await declaredNames('legacy-1')).toEqual(['legacy-admin-2019'])
    expect((await look('legacy-1')).boundKeyId).toBeNull()
  })
})
