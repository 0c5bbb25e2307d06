import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Cloud } from '../../main/core/clouds/cloud.js'
import { cloudstack } from '../../main/core/clouds/cloudstack/adapter.js'
import { sendHttp } from '../../main/core/clouds/http.js'
import { blobFromKey, fingerprintMd5 } from '../../main/core/keys/public-key.js'
import { LatchkeyError } from '../../main/core/lib/error.js'
import type { Clock } from '../../main/core/ports.js'
import type { CloudStackOptions } from '../../main/demo/cloudstack/cloudstack.js'
import { type TestLog, testLog } from '../helpers/memory-profile.js'
import { systemClock } from '../helpers/system-clock.js'
import { type CloudStackSimulator, startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'

/*
 * What CloudStack alone has, against the simulator, which was written from the same documents and shares no code with the
 * adapter. What every adapter promises is in test/conformance/.
 */

interface Vector {
  publicKey: string
  md5Blob: string
}
const { vectors }: { vectors: [Vector, Vector] } = JSON.parse(
  readFileSync(new URL('../vectors/keys/fingerprints.json', import.meta.url), 'utf8'),
)
const [first, second] = vectors

let simulator: CloudStackSimulator | null = null
afterEach(async () => {
  await simulator?.stop()
  simulator = null
})

async function start(
  options: CloudStackOptions = {},
): Promise<{ sim: CloudStackSimulator; cloud: Cloud; log: TestLog }> {
  const sim = await startCloudStackSimulator(options)
  simulator = sim
  const log = testLog()
  return { sim, log, cloud: connect(sim, {}, log) }
}

/** Real time, in which nobody waits: pauses between polls end at once. */
const hurriedClock = {
  ...systemClock,
  async sleep(_ms: number, signal?: AbortSignal) {
    signal?.throwIfAborted()
    await wait(5)
    signal?.throwIfAborted()
  },
}

function connect(
  sim: CloudStackSimulator,
  values: Record<string, string> = {},
  log: TestLog = testLog(),
  clock: Clock = hurriedClock,
): Cloud {
  const { endpoint, apiKey, secretKey } = sim
  return cloudstack.connect({ endpoint, apiKey, secretKey, ...values }, { clock, log, send: sendHttp })
}

const commands = (sim: CloudStackSimulator) => sim.calls.map(({ command }) => command)

async function codeOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(LatchkeyError)
  return error instanceof LatchkeyError ? error.code : ''
}

describe('check', () => {
  it('tells who we are and what there is', async () => {
    const { sim, cloud } = await start({ zones: ['Zürich', 'Genf'] })
    sim.addKeyPair('deploy', first.publicKey)
    await sim.addVirtualMachine({ name: 'web-1' })
    await sim.addVirtualMachine({ name: 'web-2' })
    expect(await cloud.check()).toEqual({
      user: 'account admin in domain ROOT',
      project: null,
      product: 'CloudStack 4.22.0.0',
      regions: ['Zürich', 'Genf'],
      keyCount: 1,
      instanceCount: 2,
      missing: [],
    })
  })

  it('says what the role leaves out that changes something', async () => {
    const denied = ['registerSSHKeyPair', 'stopVirtualMachine']
    const { sim, cloud } = await start({ settings: { denied } })
    expect(await cloud.check()).toMatchObject({
      missing: [
        'Key pairs can’t be pushed (registerSSHKeyPair).',
        'Instances can’t be stopped (stopVirtualMachine).',
      ],
    })
    expect(await codeOf(cloud.importKey('deploy', first.publicKey))).toBe('cloud-forbidden')
    sim.state.settings.denied = ['listApis', 'stopVirtualMachine']
    expect(await cloud.check()).toMatchObject({ keyCount: 0, missing: [] })
  })

  it('takes keys whose role leaves out the version for right, and says what does not work without it', async () => {
    const { cloud } = await start({ settings: { denied: ['listCapabilities'] } })
    expect(await cloud.check()).toMatchObject({
      user: 'account admin in domain ROOT',
      product: 'CloudStack',
      missing: [expect.stringContaining('(listCapabilities)')],
    })
  })

  it('takes a path where no API is for none', async () => {
    const { sim } = await start()
    const endpoint = sim.endpoint.replace('/client/api', '/other/place')
    expect(await codeOf(connect(sim, { endpoint }).check())).toBe('cloud-not-an-api')
  })

  it('bears with a cloud that throttles', async () => {
    const { sim } = await start({ settings: { throttle: { max: 3, intervalMs: 100 } } })
    const cloud = connect(sim, {}, testLog(), systemClock)
    expect(await cloud.check()).toMatchObject({ keyCount: 0 })
    expect(await cloud.listInstances()).toEqual([])
  })
})

describe('key pairs', () => {
  it('do not take the name of another', async () => {
    const { cloud } = await start()
    await cloud.importKey('deploy', first.publicKey)
    await expect(cloud.importKey('deploy', second.publicKey)).rejects.toMatchObject({
      code: 'cloud-duplicate-name',
      message: 'The account already holds another key pair named "deploy".',
    })
  })

  it('are not put there under a second name', async () => {
    const { cloud } = await start()
    await cloud.importKey('deploy', first.publicKey)
    await expect(cloud.importKey('other', first.publicKey)).rejects.toMatchObject({
      code: 'cloud-duplicate-key',
      message: 'The account already holds this key as "deploy".',
    })
  })

  it('fit the name that the cloud takes', async () => {
    const { cloud } = await start()
    expect(cloud.keyName('deploy, 2024')).toBe('deploy- 2024')
    expect(cloud.keyName('deploy')).toBe('deploy')
  })
})

describe('a key pair made by the cloud', () => {
  it('comes with its private half, and its public half is on the account', async () => {
    const { cloud } = await start()
    const pem = Buffer.from((await cloud.createKey?.('made')) ?? []).toString()
    const blob = blobFromKey(createPrivateKey(pem))
    expect(await cloud.listKeys()).toMatchObject([{ name: 'made', fingerprintMd5: fingerprintMd5(blob) }])
  })

  it('is taken back where its private half was lost on the way', async () => {
    const { sim, cloud } = await start()
    sim.faults.plan('createSSHKeyPair', { kind: 'cut' })
    await expect(cloud.createKey?.('made')).rejects.toThrow('its private half was lost on the way')
    expect(await cloud.listKeys()).toEqual([])
  })

  it('never takes the place of one that is there', async () => {
    const { cloud } = await start()
    await cloud.importKey('made', first.publicKey)
    await expect(cloud.createKey?.('made')).rejects.toMatchObject({ code: 'cloud-duplicate-name' })
    expect(await cloud.listKeys()).toMatchObject([{ fingerprintMd5: first.md5Blob }])
  })
})

describe('a project', () => {
  it('has key pairs and instances of its own, which can be bound', async () => {
    const { sim, cloud: own } = await start({ projects: ['web shop', 'other'] })
    const { id } = await sim.addVirtualMachine({ name: 'shop-1', account: 'web shop' })
    const cloud = connect(sim, { project: 'web shop' })
    await cloud.importKey('deploy', first.publicKey)
    await cloud.power.stop(id)
    await cloud.binding?.setKeys(id, ['deploy'])
    expect(await cloud.listInstances()).toMatchObject([{ name: 'shop-1', keyNames: ['deploy'] }])
    expect(await cloud.check()).toMatchObject({ project: 'project web shop', keyCount: 1, instanceCount: 1 })
    expect([await own.listKeys(), await own.listInstances()]).toEqual([[], []])
  })

  it('that there is not is said, with those that there are', async () => {
    const { sim } = await start({ projects: ['web shop', 'other'] })
    await expect(connect(sim, { project: 'webshop' }).listKeys()).rejects.toMatchObject({
      code: 'cloud-not-found',
      info: { advice: 'Choose one of these: web shop, other.' },
    })
  })
})

describe('instances', () => {
  it('say where SSH gets in', async () => {
    const { sim, cloud } = await start()
    await sim.addVirtualMachine({
      name: 'behind-router',
      privateAddress: '10.1.1.5',
      forward: { publicAddress: '203.0.113.9', publicPort: 2201 },
    })
    await sim.addVirtualMachine({ name: 'static-nat', privateAddress: '10.1.1.6', publicip: '203.0.113.10' })
    const ssh = new Map((await cloud.listInstances()).map(({ name, ssh }) => [name, ssh[0]]))
    expect(ssh.get('behind-router')).toEqual({ host: '203.0.113.9', port: 2201, via: 'port-forward' })
    expect(ssh.get('static-nat')).toEqual({ host: '203.0.113.10', port: 22, via: 'static-nat' })
  })

  it('of other accounts are not listed', async () => {
    const accounts = ['a', 'b'].map((name) => ({ name, apiKey: `${name}-api`, secretKey: `${name}-secret` }))
    const { sim, cloud } = await start({ accounts })
    await sim.addVirtualMachine({ name: 'ours' })
    await sim.addVirtualMachine({ name: 'theirs', account: 'b' })
    expect((await cloud.listInstances()).map(({ name }) => name)).toEqual(['ours'])
  })
})

describe('binding', () => {
  async function startWithMachine(options: CloudStackOptions = {}) {
    const started = await start(options)
    started.sim.addKeyPair('old', first.publicKey)
    started.sim.addKeyPair('new', second.publicKey)
    const machine = await started.sim.addVirtualMachine({ name: 'web-1', keypairs: ['old'] })
    const { binding } = started.cloud
    if (binding === null) throw new Error('CloudStack has a way to bind.')
    const keyNames = async () => (await started.cloud.getInstance(machine.id))?.keyNames
    const state = async () => (await started.cloud.getInstance(machine.id))?.state
    return { ...started, machine, binding, keyNames, state }
  }

  it.each(['4.22.0.0', '4.15.2.0'])('stops, sets the keys and starts (CloudStack %s)', async (version) => {
    const { cloud, machine, binding, keyNames, state } = await startWithMachine({ settings: { version } })
    await cloud.power.stop(machine.id)
    expect(await state()).toBe('stopped')
    await binding.setKeys(machine.id, ['new'])
    expect(await keyNames()).toEqual(['new'])
    await cloud.power.start(machine.id)
    expect(await state()).toBe('running')
  })

  it('sets several keys at once', async () => {
    const { cloud, machine, binding, keyNames } = await startWithMachine()
    await cloud.power.stop(machine.id)
    await binding.setKeys(machine.id, ['old', 'new'])
    expect((await keyNames())?.sort()).toEqual(['new', 'old'])
  })

  it('takes a key away by setting the rest, and never the last', async () => {
    const { cloud, machine, binding, keyNames } = await startWithMachine()
    await cloud.power.stop(machine.id)
    await binding.setKeys(machine.id, ['old', 'new'])
    await binding.removeKeys?.(machine.id, ['old'])
    expect(await keyNames()).toEqual(['new'])
    await expect(binding.removeKeys?.(machine.id, ['new'])).rejects.toThrow("can't take the last key away")
    expect(await keyNames()).toEqual(['new'])
  })

  it('says so where an old CloudStack takes one key only', async () => {
    const { cloud, machine, binding, keyNames } = await startWithMachine({
      settings: { version: '4.15.2.0' },
    })
    await cloud.power.stop(machine.id)
    await expect(binding.setKeys(machine.id, ['old', 'new'])).rejects.toThrow(
      'takes one key for an instance, not 2',
    )
    expect(await keyNames()).toEqual(['old'])
  })

  it('is refused while the instance runs', async () => {
    const { machine, binding, keyNames } = await startWithMachine()
    expect(await codeOf(binding.setKeys(machine.id, ['new']))).toBe('cloud-instance-not-stopped')
    expect(await keyNames()).toEqual(['old'])
  })

  it('is refused for a key that the account does not hold', async () => {
    const { cloud, machine, binding } = await startWithMachine()
    await cloud.power.stop(machine.id)
    expect(await codeOf(binding.setKeys(machine.id, ['unheard-of']))).toBe('cloud-not-found')
  })

  it.each([
    ['stopVirtualMachine', 'drop-after-applying'],
    ['stopVirtualMachine', 'drop'],
    ['resetSSHKeyForVirtualMachine', 'drop-after-applying'],
    ['resetSSHKeyForVirtualMachine', 'drop'],
    ['startVirtualMachine', 'drop-after-applying'],
    ['startVirtualMachine', 'drop'],
  ] as const)('goes through although the answer to %s is lost (%s)', async (command, kind) => {
    const { sim, cloud, machine, binding, keyNames, state } = await startWithMachine({
      settings: { jobMs: 50 },
    })
    sim.faults.plan(command, { kind })
    await cloud.power.stop(machine.id)
    await binding.setKeys(machine.id, ['new'])
    await cloud.power.start(machine.id)
    expect(await state()).toBe('running')
    expect(await keyNames()).toEqual(['new'])
    expect(commands(sim).filter((called) => called === command)).toHaveLength(1)
  })

  it('goes through although the connection breaks while the job is watched', async () => {
    const { sim, cloud, machine, state } = await startWithMachine()
    sim.faults.plan('queryAsyncJobResult', { kind: 'drop' }, 2)
    await cloud.power.stop(machine.id)
    expect(await state()).toBe('stopped')
  })

  it('can be cancelled while a job is watched', async () => {
    const { cloud, machine } = await startWithMachine({ settings: { jobMs: 500 } })
    const cancel = new AbortController()
    const stopping = cloud.power.stop(machine.id, cancel.signal)
    setTimeout(() => cancel.abort(), 30)
    expect(await codeOf(stopping)).toBe('cancelled')
  })

  it('says before what it does, names the instance and the keys that go', async () => {
    const { cloud, machine, binding } = await startWithMachine()
    const instance = await cloud.getInstance(machine.id)
    if (instance === null) throw new Error('The instance is there.')
    const consequences = binding.consequences(instance)
    expect(consequences[0]).toBe("CloudStack's key set of web-1 (old) is replaced by the new key alone.")
    // What the cloud declares is not what the guest takes: no promise about the old keys, either way.
    expect(consequences[1]).toContain('depends on its image')
    expect(consequences.join(' ')).not.toMatch(/stops? working|no longer/)
    expect(binding.warnings(instance).join(' ')).toContain('[ssh, always]')
    expect(binding.whyRefused(instance)).toMatch(/\[ssh, always\].*cloud_init_modules.*authorized_keys/)
    expect(binding.label).toBe('Reset SSH key (CloudStack)')
  })
})
