import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { Cloud } from '../../main/core/clouds/cloud.js'
import { sendHttp } from '../../main/core/clouds/http.js'
import { openstack } from '../../main/core/clouds/openstack/adapter.js'
import { isLatchkeyError, type LatchkeyError } from '../../main/core/lib/error.js'
import { hurriedClock } from '../conformance/clock.js'
import { testLog } from '../helpers/memory-profile.js'
import { keystoneError, novaError, unauthorized } from '../simulators/openstack/errors.js'
import { newCredential, newUser, type OpenStackOptions } from '../simulators/openstack/seed.js'
import { type OpenStackSimulator, startOpenStackSimulator } from '../simulators/openstack/simulator.js'

/*
 * What only OpenStack has, against the simulator, which shares no code with the adapter. What every cloud promises is in
 * test/conformance/.
 */

const { vectors }: { vectors: [{ publicKey: string }, { publicKey: string }] } = JSON.parse(
  readFileSync(new URL('../vectors/keys/fingerprints.json', import.meta.url), 'utf8'),
)
const [first, second] = vectors.map(({ publicKey }) => publicKey) as [string, string]

const simulators: OpenStackSimulator[] = []
afterEach(async () => {
  for (const simulator of simulators.splice(0)) await simulator.stop()
})

async function start(options: OpenStackOptions = {}, values: Record<string, string> = {}) {
  const sim = await startOpenStackSimulator(options)
  simulators.push(sim)
  return { sim, cloud: connect(sim, values) }
}

function connect(sim: OpenStackSimulator, values: Record<string, string> = {}): Cloud {
  const { identity, user, project } = sim
  const right = { identity, user: user.name, password: user.password, project: project.name }
  return openstack.connect({ ...right, ...values }, { clock: hurriedClock(), log: testLog(), send: sendHttp })
}

const byCredential = ({ id, secret }: { id: string; secret: string }) => ({
  authentication: 'application-credential',
  credentialId: id,
  credentialSecret: secret,
})

async function problemOf(call: Promise<unknown>): Promise<LatchkeyError> {
  const error: unknown = await call.then(
    () => expect.unreachable('The call went well'),
    (reason) => reason,
  )
  if (!isLatchkeyError(error)) throw error
  return error
}

const operations = (sim: OpenStackSimulator) => sim.calls.map(({ operation }) => operation)
const logins = (sim: OpenStackSimulator) =>
  operations(sim).filter((operation) => operation === 'POST /auth/tokens').length

describe('a token', () => {
  it('is asked for once by calls side by side, and used again', async () => {
    const { sim, cloud } = await start()
    await Promise.all([cloud.listKeys(), cloud.listInstances(), cloud.check()])
    await cloud.listKeys()
    expect(logins(sim)).toBe(1)
  })

  it('that is refused in the middle of a run is replaced once, for all', async () => {
    const { sim, cloud } = await start({ settings: { maxLimit: 1 } })
    for (const name of ['web-1', 'web-2', 'web-3']) sim.addServer({ name })
    sim.addKeyPair('deploy', first)
    await cloud.listKeys()
    sim.revokeTokens()
    const [keys, instances] = await Promise.all([cloud.listKeys(), cloud.listInstances()])
    expect([keys.length, instances.length]).toEqual([1, 3])
    expect(logins(sim)).toBe(2)
  })

  it('that expires between two pages is replaced, and no page is missed', async () => {
    const { sim, cloud } = await start({ settings: { maxLimit: 1 } })
    for (const name of ['web-1', 'web-2', 'web-3']) sim.addServer({ name })
    await cloud.listKeys()
    sim.faults.plan('GET /servers/detail', { kind: 'slow', ms: 1 })
    sim.faults.plan('GET /servers/detail', { kind: 'refusal', error: unauthorized() })
    expect(await cloud.listInstances()).toHaveLength(3)
    expect(logins(sim)).toBe(2)
  })

  it('is replaced before a key is put there, which is then there once', async () => {
    const { sim, cloud } = await start()
    sim.faults.plan('POST /os-keypairs', { kind: 'refusal', error: unauthorized() })
    expect(await cloud.importKey('deploy', first)).toBe(true)
    expect(sim.state.keyPairs).toHaveLength(1)
  })

  it.each([3_600_000, -3_600_000])('is used again with a clock that is %i ms off', async (clockSkewMs) => {
    const { sim, cloud } = await start({ settings: { clockSkewMs } })
    await cloud.listKeys()
    await cloud.listKeys()
    expect(logins(sim)).toBe(1)
  })

  it('is never sent without TLS where Keystone has it', async () => {
    const catalog = [
      { type: 'compute', endpoints: [{ interface: 'public', region: 'R', url: 'http://nova/' }] },
    ]
    const named = { id: 'x', name: 'x' }
    const times = { issued_at: '2026-01-01T00:00:00Z', expires_at: '2026-01-01T01:00:00Z' }
    const asked: string[] = []
    const cloud = openstack.connect(
      { identity: 'https://keystone', user: 'ada', password: 'pw', project: 'shop' },
      {
        clock: hurriedClock(),
        log: testLog(),
        send: async ({ url }) => {
          asked.push(url.href)
          const text = JSON.stringify({ token: { ...times, user: named, project: named, catalog } })
          return { status: 201, headers: new Headers({ 'x-subject-token': 'secret' }), text }
        },
      },
    )
    expect((await problemOf(cloud.listKeys())).code).toBe('cloud-tls')
    expect(asked).toEqual(['https://keystone/v3/auth/tokens'])
  })
})

describe('signing in', () => {
  it('by an application credential asks for no scope', async () => {
    const { sim } = await start()
    const credential = newCredential(sim.user, sim.project)
    sim.state.credentials.push(credential)
    expect(await connect(sim, byCredential(credential)).check()).toMatchObject({
      user: 'ada',
      project: 'web-shop',
      missing: [],
    })
    const byName = {
      authentication: 'application-credential-name',
      credentialName: credential.name,
      credentialSecret: credential.secret,
    }
    expect(await connect(sim, byName).check()).toMatchObject({ project: 'web-shop' })
  })

  it('says what is wrong with an application credential', async () => {
    const { sim } = await start()
    const credential = { ...newCredential(sim.user, sim.project), expired: true }
    sim.state.credentials.push(credential)
    expect((await problemOf(connect(sim, byCredential(credential)).check())).info).toMatchObject({
      code: 'cloud-credentials',
      message: expect.stringContaining('refuses this application credential'),
      advice: expect.stringContaining('expired'),
      detail: expect.stringMatching(/\(req-[0-9a-f-]+\)$/),
    })
    const unknown = { id: 'f'.repeat(32), secret: 'x' }
    expect((await problemOf(connect(sim, byCredential(unknown)).check())).info).toMatchObject({
      code: 'cloud-credentials',
      message: expect.stringContaining('knows no application credential with this id'),
    })
  })

  it('with access rules says what they leave out, and does what they allow', async () => {
    const { sim } = await start()
    sim.addServer({ name: 'web-1' })
    const credential = newCredential(sim.user, sim.project, [
      'GET /os-keypairs',
      'GET /os-keypairs/*',
      'POST /os-keypairs',
    ])
    sim.state.credentials.push(credential)
    const cloud = connect(sim, byCredential(credential))
    const { missing, ...found } = await cloud.check()
    expect(found).toMatchObject({ keyCount: 0, instanceCount: null })
    expect(missing).toHaveLength(3)
    expect(missing.join(' ')).toMatch(/Instances.*can’t be deleted.*started or stopped/)
    expect(await cloud.importKey('deploy', first)).toBe(true)
    expect((await problemOf(cloud.listInstances())).info).toMatchObject({
      code: 'cloud-forbidden',
      message: 'The application credential does not allow GET /servers/detail.',
      advice: expect.stringContaining('access rules'),
    })
  })

  it('says that a second factor is wanted, and what to use instead', async () => {
    const { sim, cloud } = await start()
    sim.user.totp = true
    expect((await problemOf(cloud.check())).info).toMatchObject({
      code: 'cloud-credentials',
      message: expect.stringContaining('second factor'),
      advice: expect.stringContaining('application credential'),
    })
  })

  it.each([{ password: 'x' }, { user: 'x' }, { project: 'x' }, { userDomain: 'x' }, { projectDomain: 'x' }])(
    'is refused with %j, without guessing which',
    async (values) => {
      const { sim } = await start()
      expect((await problemOf(connect(sim, values).check())).code).toBe('cloud-credentials')
      expect(operations(sim)).toEqual(['POST /auth/tokens'])
    },
  )

  it('keeps the password to itself that Keystone quotes where it refuses the body', async () => {
    const { sim, cloud } = await start()
    const message = `'domain' is a required property\n\nOn instance['user']:\n  {'password': '${sim.user.password}'}`
    const error = keystoneError(400, 'Bad Request', message)
    sim.faults.plan('POST /auth/tokens', { kind: 'refusal', error })
    const problem = await problemOf(cloud.check())
    expect(problem.message).toContain("'domain' is a required property.")
    expect(inspect(problem, { depth: 9 })).not.toContain(sim.user.password)
  })

  it('takes another path for no Keystone', async () => {
    const { sim } = await start()
    const identity = sim.identity.replace('/identity/v3', '/dashboard')
    expect((await problemOf(connect(sim, { identity }).check())).code).toBe('cloud-not-an-api')
  })
})

describe('regions', () => {
  const regions = ['Frankfurt', 'Mumbai']

  it('are all asked, unless some are named', async () => {
    const { sim, cloud } = await start({ regions })
    for (const region of regions) sim.addServer({ name: `web-${region}`, region, zone: `${region}-a` })
    sim.addKeyPair('deploy', first, 'Mumbai')
    expect(await cloud.check()).toMatchObject({ regions, keyCount: 1, instanceCount: 2 })
    expect(await cloud.listInstances()).toMatchObject([
      { name: 'web-Frankfurt', region: 'Frankfurt', zone: 'Frankfurt-a' },
      { name: 'web-Mumbai', region: 'Mumbai', zone: 'Mumbai-a' },
    ])
    expect(await cloud.listKeys()).toMatchObject([{ name: 'deploy', region: 'Mumbai' }])
    const one = connect(sim, { regions: 'Mumbai' })
    expect((await one.listInstances()).map(({ name }) => name)).toEqual(['web-Mumbai'])
  })

  it('that the cloud has not are said, with those that it has', async () => {
    const { sim } = await start({ regions })
    const { info } = await problemOf(connect(sim, { regions: 'Mumbai, Oslo' }).check())
    expect(info).toMatchObject({ code: 'cloud-not-found', message: expect.stringContaining('Oslo') })
    expect(info.advice).toContain('Frankfurt, Mumbai')
  })

  it('each get the key, and only where it is missing', async () => {
    const { sim, cloud } = await start({ regions })
    sim.addKeyPair('deploy', first, 'Mumbai')
    expect(await cloud.importKey('deploy', first)).toBe(true)
    expect(sim.state.keyPairs.map(({ region }) => region).sort()).toEqual(regions)
    expect(await cloud.importKey('deploy', first)).toBe(false)
  })

  it('keep their keys where a name is taken in one of them', async () => {
    const { sim, cloud } = await start({ regions })
    sim.addKeyPair('deploy', second, 'Mumbai')
    expect((await problemOf(cloud.importKey('deploy', first))).info).toMatchObject({
      code: 'cloud-duplicate-name',
      message: expect.stringMatching(/^Mumbai: /),
    })
    expect(sim.state.keyPairs).toHaveLength(1)
  })

  it('lose the key in one, or in all', async () => {
    const { sim, cloud } = await start({ regions })
    await cloud.importKey('deploy', first)
    await cloud.deleteKey({ name: 'deploy', region: 'Mumbai', cloudKeyId: null })
    expect(sim.state.keyPairs.map(({ region }) => region)).toEqual(['Frankfurt'])
    await cloud.deleteKey({ name: 'deploy', region: null, cloudKeyId: null })
    expect(sim.state.keyPairs).toEqual([])
  })

  it('are named where one of them fails', async () => {
    const { sim, cloud } = await start({ regions })
    const error = novaError(403, "Policy doesn't allow it.")
    sim.faults.plan('GET /servers/detail', { kind: 'refusal', error }, 9, 'Mumbai')
    expect((await problemOf(cloud.listInstances())).message).toMatch(/^Mumbai: The cloud does not allow/)
  })

  it('are looked through for an instance, then remembered', async () => {
    const { sim, cloud } = await start({ regions })
    const { id } = sim.addServer({ name: 'web-1', region: 'Mumbai' })
    await cloud.power.stop(id)
    expect(sim.calls.filter(({ region }) => region === 'Frankfurt').length).toBeLessThan(3)
    expect(await cloud.getInstance(id)).toMatchObject({ state: 'stopped', region: 'Mumbai' })
    expect(await cloud.getInstance(randomUUID())).toBeNull()
  })
})

describe('names of keys', () => {
  it('with @ and . are kept where Nova has 2.92, and only then', async () => {
    const { sim, cloud } = await start()
    expect(cloud.keyName('ada@lap.top')).toBe('ada-lap-top')
    await cloud.listKeys()
    expect(cloud.keyName('ada@lap.top')).toBe('ada@lap.top')
    await cloud.importKey('ada@lap.top', first)
    await cloud.importKey('plain', second)
    const posts = sim.calls.filter(({ operation }) => operation === 'POST /os-keypairs')
    expect(posts.map(({ microversion }) => microversion)).toEqual(['compute 2.92', 'compute 2.90'])
  })

  it('with @ and . are refused with a proposal where Nova is older', async () => {
    const { sim, cloud } = await start({ settings: { maxMicroversion: 79 } })
    await cloud.listKeys()
    expect(cloud.keyName('ada@lap.top')).toBe('ada-lap-top')
    expect((await problemOf(cloud.importKey('ada@lap.top', first))).info.advice).toContain('"ada-lap-top"')
    expect(operations(sim)).not.toContain('POST /os-keypairs')
  })

  it('are the same in other letter case, as they are to the cloud', async () => {
    const { sim, cloud } = await start()
    await cloud.importKey('Deploy', first)
    expect(await cloud.importKey('deploy', first)).toBe(false)
    expect((await problemOf(cloud.importKey('deploy', second))).message).toContain('named "Deploy"')
    expect(sim.state.keyPairs).toHaveLength(1)
  })

  it.each([
    ['ключ-Ü-鍵', '--U--'],
    ['  ', 'key'],
    [' a\tb/c ', 'a-b-c'],
    [`${'x'.repeat(254)} y`, 'x'.repeat(254)],
  ])('%j becomes %j', async (wanted, name) => {
    const { cloud } = await start()
    expect(cloud.keyName(wanted)).toBe(name)
  })
})

describe('older releases', () => {
  it.each([1, 30, 60])(
    'with microversions up to 2.%i list, take and delete keys',
    async (maxMicroversion) => {
      const { sim, cloud } = await start({ settings: { maxMicroversion, maxLimit: 2, projectInUrl: true } })
      for (const name of ['a', 'b', 'c']) await cloud.importKey(name, first)
      expect((await cloud.listKeys()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
      await cloud.deleteKey({ name: 'b', region: null, cloudKeyId: null })
      expect(sim.state.keyPairs.map(({ name }) => name)).toEqual(['a', 'c'])
      expect(await cloud.check()).toMatchObject({ product: `OpenStack, Nova 2.${maxMicroversion}` })
    },
  )

  it('that take RSA only say so', async () => {
    const { cloud } = await start({ settings: { keyTypes: ['ssh-rsa'] } })
    const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl'
    expect((await problemOf(cloud.importKey('deploy', ed25519))).info).toMatchObject({
      code: 'cloud-bad-key',
      advice: expect.stringContaining('RSA'),
    })
  })
})

describe('a list', () => {
  it('starts anew where the entry that the next page follows was deleted', async () => {
    const { sim, cloud } = await start({ settings: { maxLimit: 2 } })
    for (const name of ['a', 'b', 'c', 'd']) sim.addKeyPair(name, first)
    const error = novaError(400, 'Marker b could not be found.')
    sim.faults.plan('GET /os-keypairs', { kind: 'slow', ms: 1 })
    sim.faults.plan('GET /os-keypairs', { kind: 'refusal', error })
    expect((await cloud.listKeys()).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('waits as a gateway with 503 and Retry-After asks', async () => {
    const { sim, cloud } = await start()
    sim.faults.plan('GET /os-keypairs', { kind: 'html', status: 503, headers: { 'Retry-After': '7' } })
    expect(await cloud.listKeys()).toEqual([])
  })
})

describe('a key pair made by the cloud', () => {
  const regions = ['Frankfurt', 'Mumbai']
  const make = (cloud: Cloud) => cloud.createKey?.('made') ?? expect.unreachable('OpenStack makes key pairs')

  it('comes as RSA, and its public half is in every region', async () => {
    const { sim, cloud } = await start({ regions })
    expect(Buffer.from(await make(cloud)).toString()).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    const [one, other] = sim.state.keyPairs
    expect(one?.publicKey).toContain('Generated-by-Nova')
    expect(other?.publicKey).toBe(one?.publicKey)
  })

  it('is not made where its name is taken', async () => {
    const { sim, cloud } = await start({ regions })
    sim.addKeyPair('made', first, 'Mumbai')
    expect((await problemOf(make(cloud))).code).toBe('cloud-duplicate-name')
    expect(sim.state.keyPairs).toHaveLength(1)
  })

  it.each(['drop-after-applying', 'cut'] as const)(
    'is taken away where %s lost its private half',
    async (kind) => {
      const { sim, cloud } = await start()
      sim.faults.plan('POST /os-keypairs', { kind })
      expect((await problemOf(make(cloud))).message).toContain('private half was lost')
      expect(sim.state.keyPairs).toEqual([])
    },
  )

  it('is taken away where another region does not take it', async () => {
    const { sim, cloud } = await start({ regions })
    const error = novaError(403, 'Quota exceeded, too many key pairs.')
    sim.faults.plan('POST /os-keypairs', { kind: 'refusal', error }, 9, 'Mumbai')
    expect((await problemOf(make(cloud))).code).toBe('cloud-quota')
    expect(sim.state.keyPairs).toEqual([])
  })

  it('leaves another key alone that took its name in another region meanwhile', async () => {
    const { sim, cloud } = await start({ regions })
    sim.faults.plan('POST /os-keypairs', { kind: 'slow', ms: 300 }, 1, 'Frankfurt')
    const making = problemOf(make(cloud))
    await expect.poll(() => operations(sim)).toContain('POST /os-keypairs')
    sim.addKeyPair('made', first, 'Mumbai')
    expect((await making).code).toBe('cloud-duplicate-name')
    expect(sim.state.keyPairs).toMatchObject([{ region: 'Mumbai', publicKey: first }])
  })
})

describe('instances', () => {
  it('say where SSH gets in: floating addresses first', async () => {
    const { sim, cloud } = await start()
    sim.addServer({ name: 'a', fixed: ['2001:db8::5', '10.0.0.5'], floating: ['198.51.100.7'] })
    sim.addServer({ name: 'b', fixed: ['8.8.4.4', '10.0.0.6'] })
    sim.addServer({ name: 'c', fixed: [] })
    const ssh = new Map((await cloud.listInstances()).map((found) => [found.name, found.ssh]))
    expect(ssh.get('a')).toEqual([
      { host: '198.51.100.7', port: 22, via: 'static-nat' },
      { host: '2001:db8::5', port: 22, via: 'public' },
      { host: '10.0.0.5', port: 22, via: 'private' },
    ])
    expect(ssh.get('b')?.map(({ via }) => via)).toEqual(['public', 'private'])
    expect(ssh.get('c')).toEqual([])
  })

  it('declare keys of ours only: a colleague has others of the same name', async () => {
    const { sim, cloud } = await start()
    const colleague = newUser('bob', sim.project)
    sim.addServer({ name: 'ours', keyName: 'deploy' })
    sim.addServer({ name: 'theirs', keyName: 'deploy', user: colleague })
    expect(await cloud.listInstances()).toMatchObject([
      { name: 'theirs', keyNames: [] },
      { name: 'ours', keyNames: ['deploy'] },
    ])
  })

  it('know their login user from Glance, or from Cinder where they boot from a volume', async () => {
    const { sim, cloud } = await start()
    const [imageId, volumeId] = [randomUUID(), randomUUID()]
    const properties = { os_distro: 'ubuntu', os_version: '22.04', os_admin_user: 'operator' }
    sim.state.images.push({ id: imageId, name: 'golden', properties })
    const imageMetadata = { image_name: 'Debian-12', os_distro: 'debian' }
    sim.state.volumes.push({ id: volumeId, region: 'RegionOne', imageMetadata })
    sim.addServer({ name: 'by-metadata', imageId: null, metadata: { image_name: 'Rocky 9' } })
    sim.addServer({ name: 'by-volume', imageId: null, volumeIds: [randomUUID(), volumeId] })
    sim.addServer({ name: 'by-image', imageId })
    sim.addServer({ name: 'image-deleted', imageId: randomUUID() })
    const found = new Map((await cloud.listInstances()).map((instance) => [instance.name, instance]))
    expect(found.get('by-image')).toMatchObject({ image: 'golden', os: 'ubuntu 22.04' })
    expect(found.get('by-image')?.userGuesses).toEqual(['operator', 'ubuntu', 'root'])
    expect(found.get('by-volume')).toMatchObject({ image: 'Debian-12', userGuesses: ['debian', 'root'] })
    expect(found.get('by-metadata')?.userGuesses[0]).toBe('rocky')
    expect(found.get('image-deleted')).toMatchObject({ image: '', os: '' })
  })

  it('on many volumes are looked up by one list, once in a run', async () => {
    const { sim, cloud } = await start()
    for (let number = 0; number < 5; number++) {
      const id = randomUUID()
      sim.state.volumes.push({ id, region: 'RegionOne', imageMetadata: { image_name: 'Ubuntu' } })
      sim.addServer({ name: `web-${number}`, imageId: null, volumeIds: [id] })
    }
    for (const _ of [1, 2]) for (const { image } of await cloud.listInstances()) expect(image).toBe('Ubuntu')
    expect(operations(sim).filter((operation) => operation.includes('/volumes'))).toEqual([
      'GET /volumes/detail',
    ])
  })

  it('are listed where Glance refuses, and Glance is not asked again', async () => {
    const { sim, cloud } = await start()
    for (const name of ['web-1', 'web-2']) sim.addServer({ name, imageId: randomUUID() })
    const error = novaError(403, 'You are not authorized to complete this action.')
    sim.faults.plan('GET /images/{id}', { kind: 'refusal', error }, 100)
    expect(await cloud.listInstances()).toHaveLength(2)
    const asked = operations(sim).length
    expect(await cloud.listInstances()).toHaveLength(2)
    expect(operations(sim).slice(asked)).toEqual(['GET /servers/detail'])
  })

  it.each([
    ['ACTIVE', null, 'running', 'ACTIVE'],
    ['ACTIVE', 'powering-off', 'stopping', 'ACTIVE, powering-off'],
    ['ACTIVE', 'image_snapshot', 'running', 'ACTIVE, image_snapshot'],
    ['SHUTOFF', 'powering-on', 'starting', 'SHUTOFF, powering-on'],
    ['SUSPENDED', null, 'stopped', 'SUSPENDED'],
    ['BUILD', 'spawning', 'starting', 'BUILD, spawning'],
    ['ERROR', null, 'error', 'ERROR'],
    ['SOMETHING_NEW', null, 'unknown', 'SOMETHING_NEW'],
  ] as const)('in %s with task %s are %s', async (status, taskState, state, cloudState) => {
    const { sim, cloud } = await start()
    sim.addServer({ name: 'web-1', status }).taskState = taskState
    expect(await cloud.listInstances()).toMatchObject([{ state, cloudState }])
  })
})

describe('starting and stopping', () => {
  it('waits for the task, however long it takes', async () => {
    const { sim, cloud } = await start({ settings: { taskLooks: 12 } })
    const server = sim.addServer({ name: 'web-1' })
    await cloud.power.stop(server.id)
    expect(server).toMatchObject({ status: 'SHUTOFF', taskState: null })
  })

  it('of what is so already makes no call', async () => {
    const { sim, cloud } = await start()
    const { id } = sim.addServer({ name: 'web-1' })
    await cloud.power.start(id)
    expect(operations(sim)).not.toContain('os-start')
  })

  it('waits for another who has just stopped it', async () => {
    const { sim, cloud } = await start()
    const server = sim.addServer({ name: 'web-1' })
    Object.assign(server, { taskState: 'powering-off', nextStatus: 'SHUTOFF', looksLeft: 2 })
    await cloud.power.stop(server.id)
    expect(server.status).toBe('SHUTOFF')
    expect(operations(sim)).not.toContain('os-stop')
  })

  it('says in which state an instance is that can not be started', async () => {
    const { sim, cloud } = await start()
    const { id } = sim.addServer({ name: 'web-1', status: 'PAUSED' })
    expect((await problemOf(cloud.power.start(id))).message).toBe(
      'OpenStack does not start web-1, which is PAUSED.',
    )
  })

  it('says that nothing came of it', async () => {
    const { sim, cloud } = await start({ settings: { taskLooks: 1_000_000 } })
    const server = sim.addServer({ name: 'web-1' })
    const stopping = problemOf(cloud.power.stop(server.id))
    await expect.poll(() => server.taskState).toBe('powering-off')
    Object.assign(server, { nextStatus: 'ACTIVE', looksLeft: 0 })
    expect((await stopping).message).toBe('The cloud took the order to stop web-1, but it is ACTIVE.')
  })

  it('is refused to who may only read, where the cloud is strict', async () => {
    const { sim, cloud } = await start({ settings: { readersOnlyRead: true } })
    sim.user.roles.set(sim.project.id, ['reader'])
    const { id } = sim.addServer({ name: 'web-1' })
    expect((await problemOf(cloud.power.stop(id))).code).toBe('cloud-forbidden')
  })
})
