import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createBindings } from '../../main/core/bindings/bindings.js'
import type { createAccounts } from '../../main/core/inventory/accounts.js'
import { createRecovery } from '../../main/core/recovery/recovery.js'
import type { InstancesService } from '../../main/core/services.js'
import { type KeysLab, keysLab } from '../helpers/authorized-keys-lab.js'
import { noSsh, otherWayIn } from '../helpers/bindings-lab.js'
import { coreOnSimulator } from '../helpers/core-on-simulator.js'
import { runOk } from '../helpers/processes.js'
import { canAddUsers, type TestUser } from '../helpers/ssh-users.js'
import { systemClock } from '../helpers/system-clock.js'
import { startCloudStackSimulator } from '../simulators/cloudstack/simulator.js'
import { startOpenStackSimulator } from '../simulators/openstack/simulator.js'
import { startTencentSimulator } from '../simulators/tencent/simulator.js'

/* The core's real services on each simulator. A real sshd stands for the instance, and sh of root for a person at its screen. */

type NewAccount = Parameters<ReturnType<typeof createAccounts>['add']>[0]

async function startCore(account: NewAccount, { host, port }: { host: string; port: number }) {
  const { ports, keys, accounts, instances, connect } = coreOnSimulator()
  // Not every simulator tells of a port.
  const fresh: InstancesService['fresh'] = async (id) => {
    const found = await instances.fresh(id)
    return { ...found, instance: { ...found.instance, ssh: [{ host, port, via: 'public' }] } }
  }
  const parts = { ports, accounts, keys, connect, instances: { fresh } }
  // A guest that is there needs no pauses between logins.
  const sleep: typeof systemClock.sleep = (ms, signal) => systemClock.sleep(Math.min(ms, 50), signal)
  const clock = { ...systemClock, sleep }
  const recovery = createRecovery({ ...parts, ports: { ...ports, clock } })
  const { id } = await accounts.add(account, {})
  const bindings = createBindings({ ...parts, ...otherWayIn, note: () => undefined, ssh: noSsh })
  const instanceId = (cloudId: string) => `${id}/${cloudId}`
  return { profile: ports.profile, keys, bindings, recovery, instanceId }
}

type Core = Awaited<ReturnType<typeof startCore>>

/** Each cloud with one running instance. `setKeys`: what its guest does with the keys that the cloud hands it. */
const clouds = {
  async cloudstack(setKeys: (lines: string[]) => Promise<void>) {
    const sim = await startCloudStackSimulator()
    onTestFinished(() => sim.stop())
    const guest = {
      start: async (keys: string[] | null) => (keys?.length ? setKeys(keys) : undefined),
      stop: async () => undefined,
    }
    const { id } = await sim.addVirtualMachine({
      name: 'web-1',
      publicip: '127.0.0.1',
      sshAlways: true,
      guest,
    })
    const { endpoint, apiKey, secretKey } = sim
    return {
      kind: 'cloudstack' as const,
      values: { endpoint, apiKey, secretKey },
      cloudId: id,
    }
  },
  async tencent(setKeys: (lines: string[]) => Promise<void>) {
    const sim = await startTencentSimulator({ settings: { operationMs: 50 } })
    onTestFinished(() => sim.stop())
    const guest = { start: async () => undefined, stop: async () => undefined, setKeys }
    const { id } = sim.addInstance('web-1', { publicAddress: '127.0.0.1', guest })
    const { endpoint, secretId, secretKey } = sim
    return { kind: 'tencent' as const, values: { site: 'own', endpoint, secretId, secretKey }, cloudId: id }
  },
  async openstack() {
    const sim = await startOpenStackSimulator()
    onTestFinished(() => sim.stop())
    const { id } = sim.addServer({ name: 'web-1' })
    const { identity, user, project } = sim
    const values = { identity, user: user.name, password: user.password, project: project.name }
    return { kind: 'openstack' as const, values, cloudId: id }
  },
}

describe.skipIf(!canAddUsers)('an instance that no key opens', () => {
  let lab: KeysLab
  beforeAll(async () => {
    lab = await keysLab()
  })
  afterAll(() => lab.stop())

  const LOST = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== lost, and no line feed'

  async function begin(kind: keyof typeof clouds, user: TestUser) {
    const { cloudId, ...account } = await clouds[kind]((lines) =>
      user.keep(lines.map((one) => `${one}\n`).join('')),
    )
    const core = await startCore({ name: kind, ...account }, lab.sshd)
    const instanceId = core.instanceId(cloudId)
    const guide = await core.recovery.guide({ instanceId }, {})
    const spec =
      guide.keyType === 'rsa' ? ({ type: 'rsa', bits: 2048 } as const) : ({ type: 'ed25519' } as const)
    const key = await core.keys.generate({ name: 'web-1 recovery', spec }, {})
    return { core, guide, login: { instanceId, keyId: key.id, user: user.name } }
  }

  const remembered = ({ profile }: Core) =>
    profile
      .read()
      .bindings.map(({ keyId, user, proofs }) => ({ keyId, user, proven: proofs.map((one) => one.keyId) }))

  it.each(Object.keys(clouds) as (keyof typeof clouds)[])(
    'of %s is opened by the lines that its guide has pasted at the console, and the login is remembered',
    async (kind) => {
      const user = await lab.add({ keys: LOST })
      const { core, guide, login } = await begin(kind, user)
      expect(guide.console.withoutPassword.join(' ')).toContain('init=')
      const lines = await core.recovery.lines(login, {})
      expect(lines).toMatchObject({ cloudName: expect.stringMatching(/^web.1.recovery/), problem: null })
      const refused = await core.recovery.prove(login, {})
      expect(refused).toMatchObject({ proven: false, problem: { code: 'ssh-auth-refused' } })
      expect(remembered(core)).toEqual([])

      await runOk('sh', [], { input: lines.shell })
      expect((await readFile(user.file, 'utf8')).split('\n')[0]).toBe(LOST)
      expect(await core.recovery.prove(login, {})).toMatchObject({ proven: true, problem: null })
      const { keyId } = login
      expect(remembered(core)).toEqual([{ keyId, user: user.name, proven: [keyId] }])
    },
    60_000,
  )

  it.each(['cloudstack', 'tencent'] as const)(
    "of %s is opened by the cloud's own call that its guide names",
    async (kind) => {
      const user = await lab.add({ keys: LOST })
      const { core, guide, login } = await begin(kind, user)
      const plan = await core.bindings.plan({ ...login, by: 'cloud' }, {})
      expect([plan.way, plan.stopsInstance]).toEqual([guide.byCloud, true])
      const { id } = await core.bindings.run({ planId: plan.id }, {})
      let last = null
      for await (const job of await core.bindings.watch({ id }, {})) last = job.result
      expect(last).toMatchObject({ outcome: 'proven' })
      expect(remembered(core)[0]).toMatchObject({ keyId: login.keyId, proven: [login.keyId] })
    },
    60_000,
  )

  /** The account of one instance, asked for its console. */
  async function consoleOf(account: NewAccount, cloudId: string) {
    const core = await startCore(account, lab.sshd)
    const instanceId = core.instanceId(cloudId)
    const { console: screen } = await core.recovery.guide({ instanceId }, {})
    return { screen, ask: () => core.recovery.console({ instanceId }, {}) }
  }

  it.each([1, 90])(
    'of OpenStack has its console opened, by the call of Nova 2.%i',
    async (maxMicroversion) => {
      const sim = await startOpenStackSimulator({ settings: { maxMicroversion } })
      onTestFinished(() => sim.stop())
      const { id } = sim.addServer({ name: 'web-1' })
      const { identity, user, project } = sim
      const values = { identity, user: user.name, password: user.password, project: project.name }
      const { ask } = await consoleOf({ kind: 'openstack', name: 'Nova', values }, id)
      const told = await ask()
      expect(told).toMatchObject({ validS: 600, once: false })
      const { pathname, searchParams } = new URL(told.address)
      expect([pathname, searchParams.get('path')]).toEqual([
        '/vnc_auto.html',
        `?token=${sim.state.consoleTokens[0]}`,
      ])
    },
  )

  it("of Tencent Cloud has its console opened on the vendor's page, while it runs", async () => {
    const sim = await startTencentSimulator({ regions: ['ap-guangzhou', 'eu-frankfurt'] })
    onTestFinished(() => sim.stop())
    const one = sim.addInstance('web-1', { region: 'eu-frankfurt' })
    const { endpoint, secretId, secretKey } = sim
    const values = { site: 'own', endpoint, secretId, secretKey }
    const { ask } = await consoleOf({ kind: 'tencent', name: 'Tencent', values }, one.id)
    const told = await ask()
    expect(told).toMatchObject({ validS: 15, once: true })
    const { origin, pathname, searchParams } = new URL(told.address)
    expect(`${origin}${pathname}`).toBe('https://img.qcloud.com/qcloud/app/active_vnc/index.html')
    const socket = `wss://bjvnc.qcloud.com:26789/vnc?s=${sim.state.consoleTokens[0]}`
    expect([...searchParams]).toEqual([['InstanceVncUrl', socket]])
    one.state = 'STOPPED'
    await expect(ask()).rejects.toMatchObject({
      info: {
        message: expect.stringContaining('web-1 is stopped'),
        advice: expect.stringContaining('Start it'),
      },
    })
  })

  it.each([
    ['4.18.0.0', true],
    ['4.17.2.0', false],
  ])(
    'of CloudStack %s has its console opened: %s; an older one says which is needed',
    async (version, has) => {
      const sim = await startCloudStackSimulator({ settings: { version } })
      onTestFinished(() => sim.stop())
      const { id } = await sim.addVirtualMachine({ name: 'web-1' })
      const { endpoint, apiKey, secretKey } = sim
      const values = { endpoint, apiKey, secretKey }
      const { screen, ask } = await consoleOf({ kind: 'cloudstack', name: 'CS', values }, id)
      expect(screen.hasAddress).toBe(has)
      if (has) {
        const { address } = await ask()
        expect(new URL(address).searchParams.get('token')).toBe(sim.state.consoleTokens[0])
      } else {
        expect(screen.whyNoAddress).toContain('from 4.18 on, and this cloud runs 4.17.2.0')
        await expect(ask()).rejects.toMatchObject({ info: { message: screen.whyNoAddress } })
        expect(sim.asked).not.toContain('createConsoleEndpoint')
      }
    },
  )

  it('is opened by the lines for the shell of the boot menu, for a user without any .ssh', async () => {
    const user = await lab.add()
    await runOk('rm', ['-r', `${user.home}/.ssh`])
    const { core, login } = await begin('openstack', user)
    const { boot } = await core.recovery.lines(login, {})
    // Here nothing is mounted anew, and no guest labels its files at the next start.
    const harmless = 'mount() { test "$*" = "-o remount,rw /"; }\nsync() { :; }\ntouch() { :; }\n'
    await runOk('sh', ['-e'], { input: `set +e\n${harmless}${boot}` })
    expect(await core.recovery.prove(login, {})).toMatchObject({ proven: true })
  })
})
