import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { openstack } from '../../main/core/clouds/openstack/adapter.js'
import { hurriedClock } from '../conformance/clock.js'
import { testLog } from '../helpers/memory-profile.js'
import { connect, first, operations, problemOf, start } from '../helpers/openstack-sim.js'
import { keystoneError, unauthorized } from '../simulators/openstack/errors.js'
import { newCredential } from '../simulators/openstack/seed.js'
import type { OpenStackSimulator } from '../simulators/openstack/simulator.js'

const logins = (sim: OpenStackSimulator) =>
  operations(sim).filter((operation) => operation === 'POST /auth/tokens').length

const byCredential = ({ id, secret }: { id: string; secret: string }) => ({
  authentication: 'application-credential',
  credentialId: id,
  credentialSecret: secret,
})

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
