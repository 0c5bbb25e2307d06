import { expect, it, vi } from 'vitest'
import {
  type BindingsLab,
  bindingsLab,
  follow,
  noSsh,
  remembered,
  stepStates,
} from '../../../test/helpers/bindings-lab.js'
import { fakeInstance } from '../../../test/helpers/fake-cloud.js'
import { LatchkeyError } from '../lib/error.js'

/** The lab with a second instance, which is stopped. */
async function labOfTwo(): Promise<BindingsLab> {
  const lab = await bindingsLab()
  const db = fakeInstance({ cloudId: 'vm-2', name: 'db-1', state: 'stopped', keyNames: ['old'] })
  lab.cloud.instances.set('vm-2', db)
  return lab
}

const both = ['acc/vm-1', 'acc/vm-2']

async function runAll(lab: BindingsLab, action: 'bind' | 'unbind', instanceIds = both) {
  const targets = await lab.bindings.planMany({ action, keyId: lab.key.id, instanceIds }, {})
  const planIds = targets.flatMap(({ plan }) => plan?.id ?? [])
  const started = await lab.bindings.runMany({ planIds }, {})
  return Promise.all(started.map(async ({ job }) => (await follow(lab, job?.id ?? '')).at(-1)))
}

it('plans each instance by itself, and one that cannot be bound is one row', async () => {
  const lab = await labOfTwo()
  await lab.instances.refresh({}, {})
  lab.cloud.calls.length = 0
  const wanted = { action: 'bind' as const, keyId: lab.key.id, instanceIds: [...both, 'acc/gone'] }
  const targets = await lab.bindings.planMany(wanted, {})
  expect(targets.map(({ plan }) => plan?.verb)).toEqual(['Stop and bind', 'Bind', undefined])
  expect(targets[2]?.problem).toMatchObject({ code: 'instance-not-found' })
  expect(lab.cloud.calls.filter((call) => call === 'listKeys')).toHaveLength(1)
  expect(lab.acts()).toEqual([])
})

it('binds side by side with one push, each with a result of its own', async () => {
  const lab = await labOfTwo()
  const jobs = await runAll(lab, 'bind')
  expect(jobs.map((job) => job?.result?.outcome)).toEqual(['proven', 'not-proven'])
  expect(new Set(jobs.map((job) => job?.batchId)).size).toBe(1)
  expect(lab.acts().filter((call) => call.startsWith('importKey'))).toHaveLength(1)
  expect(lab.acts()).toEqual(expect.arrayContaining(['setKeys vm-1', 'setKeys vm-2']))
  expect(lab.cloud.instances.get('vm-2')?.state).toBe('stopped')
})

it('asks a cloud that takes several instances once, and one refusal leaves the other alone', async () => {
  const lab = await labOfTwo()
  const asked: string[][] = []
  lab.cloud.binding.setKeysOfMany = async (ids) => {
    asked.push(ids)
    const refusal = new LatchkeyError('cloud-busy', 'Another job holds it.')
    return new Map(ids.map((id) => [id, id === 'vm-2' ? refusal : null]))
  }
  const jobs = await runAll(lab, 'bind')
  expect(asked.map((ids) => [...ids].sort())).toEqual([['vm-1', 'vm-2']])
  expect(lab.acts()).not.toContain('setKeys vm-1')
  expect(jobs.map((job) => job?.result?.outcome)).toEqual(['proven', 'failed'])
})

it('sets no key for an instance whose job is cancelled while it waits for the others', async () => {
  const lab = await labOfTwo()
  const asked: string[][] = []
  lab.cloud.binding.setKeysOfMany = async (ids) => {
    asked.push(ids)
    return new Map(ids.map((id) => [id, null]))
  }
  let stop: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  lab.cloud.before('stop', () => stopped)
  const wanted = { action: 'bind' as const, keyId: lab.key.id, instanceIds: both }
  const targets = await lab.bindings.planMany(wanted, {})
  const planIds = targets.flatMap(({ plan }) => plan?.id ?? [])
  const [web = '', db = ''] = planIds
  await lab.bindings.runMany({ planIds }, {})
  for await (const { steps } of await lab.bindings.watch({ id: db }, {}))
    if (steps.some(({ name, state }) => name === 'reset' && state === 'running'))
      await lab.bindings.cancel({ id: db }, {})
  expect((await follow(lab, db)).at(-1)?.result).toMatchObject({ outcome: 'cancelled' })
  stop()
  expect((await follow(lab, web)).at(-1)?.result?.outcome).toBe('proven')
  expect(asked).toEqual([['vm-1']])
})

/** As many as are let in at once. */
const AT_ONCE = 8

/** A door that is first held until it is full, then takes a while, and counts how many stand in it at most. */
function slowDoor(answer: 'yes' | LatchkeyError) {
  let inside = 0
  let fill: () => void = () => undefined
  const full = new Promise<void>((resolve) => {
    fill = resolve
  })
  const door = {
    most: 0,
    async open() {
      door.most = Math.max(door.most, ++inside)
      if (inside === AT_ONCE) fill()
      await full
      await new Promise((resolve) => setTimeout(resolve, 50))
      inside -= 1
      return answer
    },
  }
  return door
}

/** Twenty running instances like the lab's own. */
function addTwenty({ cloud, machine }: BindingsLab): string[] {
  const ids = Array.from({ length: 20 }, (_, index) => `vm-2${index}`)
  for (const cloudId of ids)
    cloud.instances.set(cloudId, fakeInstance({ ...machine(), cloudId, name: `web-${cloudId}` }))
  return ids.map((id) => `acc/${id}`)
}

it('logs in to a few at the same time, so that a person can answer for each new host key', async () => {
  const door = slowDoor('yes')
  const lab = await bindingsLab({}, door.open)
  const jobs = await runAll(lab, 'bind', addTwenty(lab))
  expect(jobs.map((job) => job?.result?.outcome)).toEqual(Array(20).fill('proven'))
  expect(door.most).toBe(AT_ONCE)
})

it('works over SSH on a few at the same time, and what is cancelled before its turn logs in nowhere', async () => {
  const door = slowDoor(new LatchkeyError('ssh-unreachable', 'Nothing is there.'))
  const lab = await bindingsLab({ keyNames: ['deploy'] }, door.open)
  lab.cloud.keys.set('deploy', lab.keys.publicKeyLine(lab.key.id))
  Object.assign(lab.cloud, { binding: null })
  const fresh = await lab.keys.generate({ name: 'fresh', spec: { type: 'ed25519' } }, {})
  const wanted = { action: 'bind' as const, keyId: fresh.id, instanceIds: addTwenty(lab) }
  const targets = await lab.bindings.planMany(wanted, {})
  const planIds = targets.flatMap(({ plan }) => plan?.id ?? [])
  await lab.bindings.runMany({ planIds }, {})
  for (const id of planIds.slice(10)) await lab.bindings.cancel({ id }, {})
  const jobs = await Promise.all(planIds.map(async (id) => (await follow(lab, id)).at(-1)))
  const outcomes = jobs.map((job) => job?.result?.outcome)
  expect(outcomes).toEqual([...Array(10).fill('failed'), ...Array(10).fill('cancelled')])
  expect([door.most, lab.doors.length]).toEqual([8, 10])
  expect(lab.profile.read().bindingJournal).toEqual([])
})

it('takes a key away again, starts what it has stopped, and Connect forgets it', async () => {
  const lab = await labOfTwo()
  await runAll(lab, 'bind')
  const web = lab.cloud.instances.get('vm-1')
  if (web) lab.cloud.instances.set('vm-1', { ...web, keyNames: ['deploy', 'old'] })
  const wanted = { action: 'unbind' as const, keyId: lab.key.id, instanceIds: ['acc/vm-1'] }
  const [target] = await lab.bindings.planMany(wanted, {})
  expect(target?.plan?.consequences).toEqual([
    'web-1 stops for about a minute; everything that runs on it is interrupted.',
    'web-1 keeps its other keys.',
    'Connect no longer logs in to web-1 with deploy, but with the key that was proven last, if there is one.',
  ])
  const [job] = await runAll(lab, 'unbind', ['acc/vm-1'])
  expect(job && stepStates(job)).toEqual(['stop done', 'reset done', 'start done'])
  expect(job?.result).toMatchObject({ outcome: 'removed', instanceLeft: 'running' })
  expect(lab.machine()?.keyNames).toEqual(['old'])
  expect(remembered(lab)).toHaveLength(1)
  expect(lab.profile.read().bindingJournal).toEqual([])
})

it('works out once for all, when planning and when beginning, what is left to get in by', async () => {
  const lab = await labOfTwo()
  await runAll(lab, 'bind')
  for (const id of ['vm-1', 'vm-2']) {
    const instance = lab.cloud.instances.get(id)
    if (instance) lab.cloud.instances.set(id, { ...instance, keyNames: ['deploy', 'old'] })
  }
  const jobs = await runAll(lab, 'unbind')
  expect(jobs.map((job) => job?.result?.outcome)).toEqual(['removed', 'removed'])
  expect(lab.left.asked).toBe(2)
})

it('takes nothing away where nothing says that it is there, and stops nothing for it', async () => {
  const lab = await labOfTwo()
  const wanted = { action: 'unbind' as const, keyId: lab.key.id, instanceIds: both }
  const targets = await lab.bindings.planMany(wanted, {})
  expect(targets.map(({ problem }) => problem?.message)).toEqual([
    'Nothing says that deploy is on web-1.',
    'Nothing says that deploy is on db-1.',
  ])
})

it('plans each with the login, the user and the limits that were chosen for all, and one otherwise', async () => {
  const lab = await bindingsLab()
  const fresh = await lab.keys.generate({ name: 'fresh', spec: { type: 'ed25519' } }, {})
  const [web = '', db = '', mail = ''] = addTwenty(lab)
  const targets = await lab.bindings.planMany(
    {
      action: 'bind',
      keyId: fresh.id,
      instanceIds: [web, db, mail],
      user: 'app',
      login: { kind: 'proposed', user: 'admin' },
      options: { from: ['203.0.113.0/24'] },
      alsoUsers: ['root'],
      each: [
        { instanceId: db, user: 'root', login: { kind: 'agent' } },
        { instanceId: mail, login: { kind: 'key', keyId: lab.key.id } },
      ],
    },
    {},
  )
  expect(targets.map(({ plan }) => [plan?.by, plan?.user, plan?.login])).toEqual([
    ['ssh', 'app', { kind: 'password', user: 'admin' }],
    ['ssh', 'root', { kind: 'agent' }],
    ['ssh', 'app', { kind: 'key', keyId: lab.key.id }],
  ])
  for (const { plan } of targets)
    expect(plan?.consequences).toContain('fresh opens only from 203.0.113.0/24.')
  expect(targets.map(({ plan }) => plan?.steps.at(-1)?.label)).toEqual([
    'The same for root',
    'Log in with fresh',
    'The same for root',
  ])
})

it('does over SSH what no cloud can, and says so where the cloud was asked for', async () => {
  const lab = await bindingsLab()
  const wanted = { action: 'bind' as const, keyId: lab.key.id, instanceIds: ['acc/vm-1'] }
  const limited = { ...wanted, options: { restrict: true } }
  const [proposed] = await lab.bindings.planMany(limited, {})
  expect(proposed?.plan?.by).toBe('ssh')
  const [asked] = await lab.bindings.planMany({ ...limited, by: 'cloud' }, {})
  expect(asked?.problem).toMatchObject({
    code: 'input-invalid',
    message: expect.stringContaining('no limits'),
  })
  const [over] = await lab.bindings.planMany({ ...wanted, options: { lastDay: '2020-01-01' } }, {})
  expect(over?.problem?.message).toContain('2020-01-01 is over')
})

it('gives one copy of a password to those that log in with it, and wipes it when the last has ended', async () => {
  const lab = await bindingsLab()
  const [web = '', db = '', mail = ''] = addTwenty(lab)
  const given: { text: string; bytes: Uint8Array }[] = []
  const connect = vi.spyOn(noSsh, 'connectOtherwise').mockImplementation(async (...args: unknown[]) => {
    const [{ login }] = args as [{ login: { kind: string; password?: Uint8Array } }]
    if (login.password) given.push({ text: new TextDecoder().decode(login.password), bytes: login.password })
    throw new LatchkeyError('ssh-password-refused', 'The password was refused.')
  })
  const wanted = {
    action: 'bind' as const,
    keyId: lab.key.id,
    instanceIds: [web, db, mail],
    by: 'ssh' as const,
  }
  const each = [{ instanceId: mail, login: { kind: 'agent' as const } }]
  const targets = await lab.bindings.planMany({ ...wanted, login: { kind: 'password' }, each }, {})
  const planIds = targets.flatMap(({ plan }) => plan?.id ?? [])
  await lab.bindings.runMany({ planIds, password: 'one for all' }, {})
  await Promise.all(planIds.map((id) => follow(lab, id)))
  connect.mockRestore()
  expect(given.map(({ text }) => text)).toEqual(['one for all', 'one for all'])
  expect(new Set(given.map(({ bytes }) => bytes)).size).toBe(1)
  await vi.waitFor(() => expect(given[0]?.bytes.every((byte) => byte === 0)).toBe(true))
})
