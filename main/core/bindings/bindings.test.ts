import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { BindJob, BindPlan, type BindStepName } from '../../../contract/bindings.js'
import {
  createFakeCloud,
  type FakeOperation,
  fakeAdapter,
  fakeInstance,
} from '../../../test/helpers/fake-cloud.js'
import { fakeVault } from '../../../test/helpers/fake-vault.js'
import {
  memoryDocumentStore,
  memoryProfileStore,
  testClock,
  testLog,
} from '../../../test/helpers/memory-profile.js'
import type { CloudInstance } from '../clouds/cloud.js'
import { createAccounts } from '../inventory/accounts.js'
import { createInstances } from '../inventory/instances.js'
import { createKeys } from '../keys/keys.js'
import { LatchkeyError } from '../lib/error.js'
import type { Profile } from '../profile.js'
import type { ConnectSsh } from '../sessions/ssh.js'
import { createBindings } from './bindings.js'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Something on loopback that says what an SSH server says first. */
async function bannerServer(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.write('SSH-2.0-test\r\n')
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Logs in users by name: `yes`, or the error that it throws. */
type Doorman = (user: string, fingerprint: string) => 'yes' | LatchkeyError

const refused = (user: string) =>
  new LatchkeyError('ssh-auth-refused', `The server refused the key for ${user}.`)
const unreachable = new LatchkeyError('ssh-unreachable', 'Nothing accepts connections there.', {
  advice: 'Look.',
})

async function setUp(parts: Partial<CloudInstance> = {}, doorman: Doorman = () => 'yes') {
  const port = await bannerServer()
  const ssh = [{ host: '127.0.0.1', port, via: 'public' as const }]
  const web1 = fakeInstance({ cloudId: 'vm-1', name: 'web-1', keyNames: ['old'], ssh, ...parts })
  const cloud = createFakeCloud({ instances: [web1] })
  cloud.keys.set('old', 'ssh-ed25519 AAAA')
  const createdAt = '2026-01-01T00:00:00.000Z'
  const account = { id: 'acc', phase: 'stored', kind: 'cloudstack', name: 'Lab', addedAt: createdAt } as const
  const profile = memoryProfileStore({
    vault: { backend: 'keychain', createdAt },
    accounts: [{ ...account, values: { endpoint: 'x' } }],
  })
  const vault = fakeVault()
  await vault.store.set('account/acc', Buffer.from('{}'))
  const doors: string[] = []
  const connect: ConnectSsh = async ({ target, signer }) => {
    doors.push(target.user)
    const answer = doorman(target.user, signer.fingerprint)
    if (answer !== 'yes') throw answer
    return {
      client: {} as never,
      hostKey: { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x' },
      end: () => undefined,
    }
  }
  const clock = testClock()
  const log = testLog()
  const ports = { profile, clock, log, cache: memoryDocumentStore() }
  /** The services as a start of the program makes them. */
  const start = () => {
    const keys = createKeys({ ports, vault })
    const accounts = createAccounts({ ports, vault, keys, adapters: [fakeAdapter(() => cloud)] })
    const instances = createInstances({ ports, accounts })
    return { keys, instances, bindings: createBindings({ ports, accounts, instances, keys, connect }) }
  }
  const services = start()
  const key = await services.keys.generate({ name: 'deploy', spec: { type: 'ed25519' } }, {})
  const input = { keyId: key.id, instanceId: 'acc/vm-1' }
  const machine = () => cloud.instances.get('vm-1')
  /** What was asked of the machine, without the looking. */
  const acts = () => cloud.calls.filter((call) => !/^(list|get|check)/.test(call))
  return {
    ...services,
    start,
    cloud,
    profile,
    clock,
    log,
    key,
    input,
    machine,
    acts,
    doors,
    secrets: vault.store,
  }
}

type Lab = Awaited<ReturnType<typeof setUp>>

async function begin({ bindings, input }: Pick<Lab, 'bindings' | 'input'>) {
  const plan = await bindings.plan(input, {})
  return bindings.run({ planId: plan.id }, {})
}

async function follow({ bindings }: Pick<Lab, 'bindings'>, id: string): Promise<BindJob[]> {
  const seen: BindJob[] = []
  for await (const job of await bindings.watch({ id }, {})) seen.push(BindJob.parse(job))
  return seen
}

async function bind(lab: Lab): Promise<BindJob> {
  const { id } = await begin(lab)
  const last = (await follow(lab, id)).at(-1)
  if (last === undefined) throw new Error('The job showed nothing')
  return last
}

const states = (job: BindJob) => job.steps.map(({ name, state }) => `${name} ${state}`)
const boundKey = (lab: Lab) =>
  lab.profile.read().bindings.map(({ keyId, user, proofs }) => ({ keyId, user, proofs: proofs.length }))

describe('a plan', () => {
  it('says what will happen to a running instance, and does nothing', async () => {
    const lab = await setUp()
    const plan = BindPlan.parse(await lab.bindings.plan(lab.input, {}))
    expect(plan.consequences[0]).toBe(
      'web-1 stops for about a minute; everything that runs on it is interrupted.',
    )
    expect(plan.consequences).toContain('All other keys of web-1 stop working.')
    expect(plan).toMatchObject({
      verb: 'Stop and bind',
      stopsInstance: true,
      replaces: ['old'],
      user: 'debian',
      way: 'Set keys (fake cloud)',
    })
    expect(plan.warnings).toContain('web-1 applies keys only at boot.')
    expect(plan.steps.map(({ name }) => name)).toEqual(['push', 'stop', 'reset', 'start', 'wait', 'prove'])
    expect(lab.acts()).toEqual([])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })

  it('has no push where the account has the key', async () => {
    const lab = await setUp()
    lab.cloud.keys.set('deploy-in-cloud', lab.key.publicKey)
    const plan = await lab.bindings.plan(lab.input, {})
    expect(plan.steps.map(({ name }) => name)).not.toContain('push')
  })

  it('leaves a stopped instance stopped and says so', async () => {
    const lab = await setUp({ state: 'stopped', cloudState: 'Stopped' })
    const plan = await lab.bindings.plan(lab.input, {})
    expect(plan).toMatchObject({ verb: 'Bind', stopsInstance: false })
    expect(plan.consequences[0]).toContain('stays stopped')
    expect(plan.steps.map(({ name }) => name)).toEqual(['push', 'reset'])
  })

  it('warns of an instance without address', async () => {
    const lab = await setUp({ ssh: [] })
    const plan = await lab.bindings.plan(lab.input, {})
    expect(plan.warnings.join()).toContain('no address')
  })

  it('is refused for an instance in motion, in error, gone or unknown, and for an unknown key', async () => {
    const moving = await setUp({ state: 'stopping', cloudState: 'Stopping' })
    await expect(moving.bindings.plan(moving.input, {})).rejects.toMatchObject({ code: 'cloud-busy' })
    const broken = await setUp({ state: 'error', cloudState: 'Error' })
    await expect(broken.bindings.plan(broken.input, {})).rejects.toMatchObject({ code: 'cloud-failed' })
    const gone = await setUp()
    gone.cloud.instances.clear()
    await expect(gone.bindings.plan(gone.input, {})).rejects.toMatchObject({ code: 'instance-not-found' })
    const other = { ...gone.input, keyId: 'none' }
    await expect(gone.bindings.plan(other, {})).rejects.toMatchObject({ code: 'key-not-found' })
  })
})

describe('a bind', () => {
  it('stops, sets the key, starts, logs in, and is remembered as proven', async () => {
    const lab = await setUp()
    const job = await bind(lab)
    expect(job.result).toEqual({
      outcome: 'proven',
      message: 'deploy opens web-1 as debian.',
      instanceLeft: 'running',
    })
    expect(states(job)).toEqual([
      'push done',
      'stop done',
      'reset done',
      'start done',
      'wait done',
      'prove done',
    ])
    expect(lab.acts()).toEqual(['importKey deploy', 'stop vm-1', 'setKeys vm-1', 'start vm-1'])
    expect(lab.machine()).toMatchObject({ state: 'running', keyNames: ['deploy'] })
    expect(boundKey(lab)).toEqual([{ keyId: lab.key.id, user: 'debian', proofs: 1 }])
    expect((await lab.instances.fresh('acc/vm-1')).instance).toMatchObject({
      boundKeyId: lab.key.id,
      user: 'debian',
    })
    expect(lab.profile.read().bindingJournal).toEqual([])
  })

  it('uses the name that the account has the key under', async () => {
    const lab = await setUp()
    lab.cloud.keys.set('another-name', lab.key.publicKey)
    await bind(lab)
    expect(lab.machine()?.keyNames).toEqual(['another-name'])
  })

  it('tries the guesses where a user is refused, and remembers the one that worked', async () => {
    const lab = await setUp({}, (user) => (user === 'root' ? 'yes' : refused(user)))
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'proven', message: 'deploy opens web-1 as root.' })
    expect(lab.doors).toEqual(['debian', 'root'])
    expect(boundKey(lab)).toMatchObject([{ user: 'root' }])
  })

  it('tries the user that was asked for first', async () => {
    const lab = await setUp()
    const plan = await lab.bindings.plan({ ...lab.input, user: 'ada' }, {})
    await follow(lab, (await lab.bindings.run({ planId: plan.id }, {})).id)
    expect(lab.doors).toEqual(['ada'])
  })

  it('gives a guest that answers early a moment to put the key in place', async () => {
    let tries = 0
    const lab = await setUp({ userGuesses: ['debian'] }, (user) => (++tries < 3 ? refused(user) : 'yes'))
    expect((await bind(lab)).result).toMatchObject({ outcome: 'proven' })
    expect(lab.doors).toHaveLength(3)
  })

  it('is found among the jobs while it runs and after its end', async () => {
    const lab = await setUp()
    expect(await lab.bindings.jobs(undefined, {})).toEqual([])
    const { id } = await begin(lab)
    expect(await lab.bindings.jobs(undefined, {})).toMatchObject([{ id, user: 'debian', result: null }])
    await follow(lab, id)
    expect(await lab.bindings.jobs(undefined, {})).toMatchObject([{ id, result: { outcome: 'proven' } }])
  })

  it('shows every change to every watcher, and the end to those who come late', async () => {
    const lab = await setUp()
    const { id } = await begin(lab)
    const [one, two] = await Promise.all([follow(lab, id), follow(lab, id)])
    expect(one.at(-1)).toEqual(two.at(-1))
    expect(one.length).toBeGreaterThan(3)
    expect(await follow(lab, id)).toEqual([one.at(-1)])
  })

  it('of a stopped instance sets the key, leaves it stopped and remembers it unproven', async () => {
    const lab = await setUp({ state: 'stopped', cloudState: 'Stopped' })
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'not-proven', instanceLeft: 'stopped' })
    expect(job.result?.message).toContain('at its next start')
    expect(lab.acts()).toEqual(['importKey deploy', 'setKeys vm-1'])
    expect(boundKey(lab)).toEqual([{ keyId: lab.key.id, user: 'debian', proofs: 0 }])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })
})

describe('a login that does not succeed', () => {
  it('refused: names the users and the known reason, and what was bound before stays bound', async () => {
    const lab = await setUp({}, refused)
    const before = {
      instanceId: 'acc/vm-1',
      keyId: 'earlier',
      user: 'debian',
      boundAt: '2026-01-01T00:00:00.000Z',
      proofs: [],
    }
    await lab.profile.update((profile) => ({ ...profile, bindings: [before] }))
    const job = await bind(lab)
    expect(job.result).toMatchObject({
      outcome: 'not-proven',
      message: 'web-1 refused deploy for debian and root.',
      advice: 'web-1 did not take the key. Start it again.',
      problem: { code: 'ssh-auth-refused' },
      instanceLeft: 'running',
    })
    expect(states(job).slice(-2)).toEqual(['wait done', 'prove failed'])
    expect(lab.profile.read().bindings).toEqual([before])
  })

  it('without an address: the key is bound, and no login is tried', async () => {
    const lab = await setUp({ ssh: [] })
    const job = await bind(lab)
    expect(job.result?.message).toContain('no address')
    expect(states(job).slice(-2)).toEqual(['wait skipped', 'prove skipped'])
    expect(boundKey(lab)).toEqual([{ keyId: lab.key.id, user: 'debian', proofs: 0 }])
  })

  it('nothing answers: says where and how long it waited, and the key is bound', async () => {
    const lab = await setUp()
    for (const server of servers) await new Promise((resolve) => server.close(resolve))
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'not-proven', instanceLeft: 'running' })
    expect(job.result?.message).toMatch(/nothing answered SSH at 127\.0\.0\.1 port \d+ within 3 minutes/)
    expect(job.result?.advice).toContain('firewall')
    expect(lab.clock.now() - Date.UTC(2026, 0, 1)).toBeGreaterThanOrEqual(180_000)
    expect(boundKey(lab)).toMatchObject([{ keyId: lab.key.id }])
  })

  it('the user does not trust the host key: says so, asks once only, and the key is bound', async () => {
    const no = new LatchkeyError('ssh-host-key-refused', 'The host key was not trusted.', {
      advice: 'Compare it.',
    })
    const lab = await setUp({}, () => no)
    const job = await bind(lab)
    expect(job.result).toMatchObject({
      outcome: 'not-proven',
      advice: 'Compare it.',
      problem: { code: 'ssh-host-key-refused' },
    })
    expect(job.result?.message).toContain('The host key was not trusted.')
    expect(lab.doors).toHaveLength(1)
    expect(boundKey(lab)).toMatchObject([{ keyId: lab.key.id }])
  })

  it('the connection breaks: tries again, then the key is bound unproven', async () => {
    const lab = await setUp({}, () => unreachable)
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'not-proven', problem: { code: 'ssh-unreachable' } })
    expect(lab.doors).toHaveLength(3)
    expect(boundKey(lab)).toMatchObject([{ keyId: lab.key.id, proofs: 0 }])
  })
})

const failing: [BindStepName, FakeOperation][] = [
  ['push', 'importKey'],
  ['stop', 'stop'],
  ['reset', 'setKeys'],
  ['start', 'start'],
]

describe('a cloud that fails', () => {
  it.each(failing)('at %s: the instance runs afterwards, and the reason is told', async (step, operation) => {
    const lab = await setUp()
    lab.cloud.failNext(
      operation,
      new LatchkeyError('cloud-failed', 'The cloud is out of order.', { advice: 'Ask it.' }),
    )
    const job = await bind(lab)
    expect(job.result).toMatchObject({
      outcome: 'failed',
      instanceLeft: 'running',
      problem: { code: 'cloud-failed' },
    })
    expect(job.result?.message).toContain('The cloud is out of order.')
    expect(lab.machine()?.state).toBe('running')
    expect(lab.profile.read().bindingJournal).toEqual([])
    const reset = step === 'start'
    expect(boundKey(lab)).toEqual(reset ? [{ keyId: lab.key.id, user: 'debian', proofs: 0 }] : [])
    if (step !== 'start') expect(states(job)).toContain(`${step} failed`)
  })

  it('after it has stopped the instance: it is started again', async () => {
    const lab = await setUp()
    lab.cloud.failNext('stop', new LatchkeyError('cloud-unreachable', 'No answer.'), { applied: true })
    expect((await bind(lab)).result).toMatchObject({ outcome: 'failed', instanceLeft: 'running' })
    expect(lab.machine()?.state).toBe('running')
  })

  it('and never starts it again: it is listed as interrupted, and Restart starts it', async () => {
    const lab = await setUp()
    for (let tries = 0; tries < 4; tries += 1)
      lab.cloud.failNext('start', new LatchkeyError('cloud-quota', 'No capacity.'))
    const job = await bind(lab)
    expect(job.result).toMatchObject({ outcome: 'failed', instanceLeft: 'stopped' })
    expect(job.result?.message).toContain('web-1 could not be started again.')
    expect(job.result?.advice).toContain('No capacity.')
    expect(await lab.bindings.interrupted(undefined, {})).toMatchObject([{ id: job.id, mayBeStopped: true }])
    await lab.bindings.settle({ id: job.id, action: 'restart' }, {})
    expect(lab.machine()?.state).toBe('running')
    expect(await lab.bindings.interrupted(undefined, {})).toEqual([])
  })

  it('with an error that nobody foresaw: the instance runs, and the log has the incident', async () => {
    const lab = await setUp()
    lab.cloud.failNext('setKeys', new TypeError('boom'))
    const { result } = await bind(lab)
    expect(result).toMatchObject({
      outcome: 'failed',
      instanceLeft: 'running',
      problem: { code: 'internal' },
    })
    expect(JSON.stringify(lab.log.lines)).toContain(result?.problem?.incident ?? 'no incident')
  })
})

describe('cancelling', () => {
  const steps: [BindStepName, FakeOperation, string[], boolean][] = [
    ['push', 'importKey', ['importKey deploy'], false],
    ['stop', 'stop', ['importKey deploy', 'stop vm-1', 'start vm-1'], false],
    ['reset', 'setKeys', ['importKey deploy', 'stop vm-1', 'setKeys vm-1', 'start vm-1'], true],
    ['start', 'start', ['importKey deploy', 'stop vm-1', 'setKeys vm-1', 'start vm-1'], true],
  ]
  it.each(steps)(
    'during %s lets it end, then leaves the instance running',
    async (_step, operation, acts, reset) => {
      const lab = await setUp()
      let id = ''
      lab.cloud.before(operation, async () => {
        await lab.bindings.cancel({ id }, {})
        await lab.bindings.cancel({ id }, {})
      })
      const plan = await lab.bindings.plan(lab.input, {})
      id = plan.id
      await lab.bindings.run({ planId: plan.id }, {})
      const jobs = await follow(lab, id)
      const job = jobs.at(-1)
      expect(jobs.some(({ cancelling, result }) => cancelling && result === null)).toBe(true)
      expect(job?.result).toMatchObject({ outcome: 'cancelled', instanceLeft: 'running' })
      expect(job?.result?.message).toMatch(/^Cancelled\. /)
      expect(lab.acts()).toEqual(acts)
      expect(lab.machine()?.state).toBe('running')
      expect(lab.doors).toEqual([])
      expect(boundKey(lab)).toHaveLength(reset ? 1 : 0)
      expect(lab.profile.read().bindingJournal).toEqual([])
    },
  )

  it('while it waits for an answer ends at once', async () => {
    const lab = await setUp()
    for (const server of servers) await new Promise((resolve) => server.close(resolve))
    const { id } = await begin(lab)
    for await (const job of await lab.bindings.watch({ id }, {}))
      if (job.steps.some(({ name, state }) => name === 'wait' && state === 'running'))
        await lab.bindings.cancel({ id }, {})
    const [job] = await follow(lab, id)
    expect(job?.result).toMatchObject({ outcome: 'cancelled', instanceLeft: 'running' })
    expect(boundKey(lab)).toMatchObject([{ keyId: lab.key.id, proofs: 0 }])
  })

  it('what has ended changes nothing, and what never was is an error', async () => {
    const lab = await setUp()
    const { id } = await bind(lab)
    await lab.bindings.cancel({ id }, {})
    expect((await follow(lab, id)).at(-1)).toMatchObject({ cancelling: false, result: { outcome: 'proven' } })
    await expect(lab.bindings.cancel({ id: 'none' }, {})).rejects.toMatchObject({ code: 'binding-not-found' })
    await expect(lab.bindings.watch({ id: 'none' }, {})).rejects.toMatchObject({ code: 'binding-not-found' })
  })
})

describe('a plan that no longer holds', () => {
  it.each<[string, (lab: Lab) => void]>([
    [
      'the instance was stopped',
      ({ cloud }) => void cloud.instances.set('vm-1', { ...web(cloud), state: 'stopped' }),
    ],
    [
      'its keys have changed',
      ({ cloud }) => void cloud.instances.set('vm-1', { ...web(cloud), keyNames: ['x'] }),
    ],
    ['the account got the key', ({ cloud, key }) => void cloud.keys.set('n', key.publicKey)],
    ['ten minutes have passed', ({ clock }) => clock.advance(11 * 60_000)],
  ])('is refused and does nothing: %s', async (_why, change) => {
    const lab = await setUp()
    const plan = await lab.bindings.plan(lab.input, {})
    change(lab)
    await expect(lab.bindings.run({ planId: plan.id }, {})).rejects.toMatchObject({
      code: 'binding-plan-stale',
    })
    expect(lab.acts()).toEqual([])
    expect(lab.profile.read().bindingJournal).toEqual([])
  })

  it('works once', async () => {
    const lab = await setUp()
    const { id } = await bind(lab)
    await expect(lab.bindings.run({ planId: id }, {})).rejects.toMatchObject({ code: 'binding-plan-stale' })
  })

  it('stops nothing if the private half is lost', async () => {
    const lab = await setUp()
    const plan = await lab.bindings.plan(lab.input, {})
    await lab.secrets.delete(`key/${lab.key.id}`)
    await expect(lab.bindings.run({ planId: plan.id }, {})).rejects.toMatchObject({ code: 'secret-missing' })
    expect(lab.acts()).toEqual([])
  })

  const web = (cloud: Lab['cloud']) => {
    const machine = cloud.instances.get('vm-1')
    if (machine === undefined) throw new Error('No machine')
    return machine
  }
})

describe('two at a time', () => {
  it('are refused for one instance, even when both are begun at once', async () => {
    const lab = await setUp()
    const plans = await Promise.all([lab.bindings.plan(lab.input, {}), lab.bindings.plan(lab.input, {})])
    const both = await Promise.allSettled(plans.map(({ id }) => lab.bindings.run({ planId: id }, {})))
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(both[1]).toMatchObject({ reason: { code: 'binding-running' } })
    await follow(lab, plans[0].id)
    expect(lab.acts().filter((call) => call === 'stop vm-1')).toHaveLength(1)
  })
})

describe('a program that ends in the middle', () => {
  const holdAt: [BindStepName, FakeOperation, boolean][] = [
    ['push', 'importKey', false],
    ['stop', 'stop', true],
    ['reset', 'setKeys', true],
    ['start', 'start', true],
  ]
  it.each(holdAt)('of %s leaves a trace that the next start lists', async (step, operation, mayBeStopped) => {
    const lab = await setUp()
    const held = new Promise<Profile>((resolve) => {
      lab.cloud.before(operation, () => {
        resolve(structuredClone(lab.profile.read()))
        return new Promise(() => undefined)
      })
    })
    const { id } = await begin(lab)
    expect(await lab.bindings.interrupted(undefined, {})).toEqual([])
    await held

    lab.cloud.before(operation, () => undefined)
    const next = lab.start()
    expect(await next.bindings.interrupted(undefined, {})).toMatchObject([
      { id, step, mayBeStopped, instanceName: 'web-1', keyId: lab.key.id },
    ])
    await next.bindings.settle({ id, action: 'restart' }, {})
    expect(lab.machine()?.state).toBe('running')
    expect(await next.bindings.interrupted(undefined, {})).toEqual([])
    expect(boundKey(lab)).toHaveLength(step === 'start' ? 1 : 0)
  })

  it('after the cloud has set the key, and before Latchkey hears of it, has it bound by the restart', async () => {
    const lab = await setUp()
    const held = new Promise<void>((resolve) => {
      lab.cloud.before('setKeys', () => {
        lab.cloud.instances.set(
          'vm-1',
          fakeInstance({ ...lab.machine(), cloudId: 'vm-1', keyNames: ['deploy'] }),
        )
        resolve()
        return new Promise(() => undefined)
      })
    })
    const { id } = await begin(lab)
    await held
    await lab.start().bindings.settle({ id, action: 'restart' }, {})
    expect(boundKey(lab)).toMatchObject([{ keyId: lab.key.id }])
  })

  it('can be dismissed, which starts nothing', async () => {
    const lab = await setUp()
    const held = new Promise<void>((resolve) => {
      lab.cloud.before('setKeys', () => {
        resolve()
        return new Promise(() => undefined)
      })
    })
    const { id } = await begin(lab)
    await held
    const next = lab.start()
    const plan = await next.bindings.plan(lab.input, {})
    expect(plan.warnings[0]).toContain('was cut off')
    await next.bindings.settle({ id, action: 'dismiss' }, {})
    expect(lab.machine()?.state).toBe('stopped')
    expect(await next.bindings.interrupted(undefined, {})).toEqual([])
    await expect(next.bindings.settle({ id, action: 'dismiss' }, {})).rejects.toMatchObject({
      code: 'binding-not-found',
    })
  })

  it('stays listed where the start fails', async () => {
    const lab = await setUp()
    const held = new Promise<void>((resolve) => {
      lab.cloud.before('setKeys', () => {
        resolve()
        return new Promise(() => undefined)
      })
    })
    const { id } = await begin(lab)
    await held
    const next = lab.start()
    lab.cloud.failNext('start', new LatchkeyError('cloud-quota', 'No capacity.'))
    await expect(next.bindings.settle({ id, action: 'restart' }, {})).rejects.toMatchObject({
      code: 'cloud-quota',
    })
    expect(await next.bindings.interrupted(undefined, {})).toMatchObject([{ id }])
  })
})
